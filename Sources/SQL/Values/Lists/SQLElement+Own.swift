// How each type of this package is read from a value: as what it is, or from the text that SQLite keeps.

extension Numeric: SQLRangeBound {
  /// What a range of them is on the server.
  public static var rangeType: RangeType { .numeric }
  /// What a list of them is on the server.
  public static var elementType: SQLArray.ElementType { .numeric }
  /// The value as it is sent.
  public var sqlValue: SQLValue { .numeric(self) }
  /// Reads a number, or its text.
  public init?(sqlValue: SQLValue) {
    switch sqlValue {
    case .numeric(let value): self = value
    case .integer(let number): self.init(number)
    case .text(let text): self.init(text)
    default: return nil
    }
  }
}

extension LocalDate: SQLRangeBound {
  /// What a range of them is on the server.
  public static var rangeType: RangeType { .date }
  /// What a list of them is on the server.
  public static var elementType: SQLArray.ElementType { .date }
  /// The value as it is sent.
  public var sqlValue: SQLValue { .date(self) }
  /// Reads a day, or its text.
  public init?(sqlValue: SQLValue) {
    switch sqlValue {
    case .date(let value): self = value
    case .text(let text): self.init(text)
    default: return nil
    }
  }
}

extension LocalTime: SQLElement {
  /// What a list of them is on the server.
  public static var elementType: SQLArray.ElementType { .time }
  /// The value as it is sent.
  public var sqlValue: SQLValue { .time(self) }
  /// Reads a time of day, or its text.
  public init?(sqlValue: SQLValue) {
    switch sqlValue {
    case .time(let value): self = value
    case .text(let text): self.init(text)
    default: return nil
    }
  }
}

extension LocalTimestamp: SQLRangeBound {
  /// What a range of them is on the server.
  public static var rangeType: RangeType { .localTimestamp }
  /// What a list of them is on the server.
  public static var elementType: SQLArray.ElementType { .localTimestamp }
  /// The value as it is sent.
  public var sqlValue: SQLValue { .localTimestamp(self) }
  /// Reads a day and a time, or its text.
  public init?(sqlValue: SQLValue) {
    switch sqlValue {
    case .localTimestamp(let value): self = value
    case .text(let text): self.init(text)
    default: return nil
    }
  }
}

extension Timestamp: SQLRangeBound {
  /// What a range of them is on the server.
  public static var rangeType: RangeType { .timestamp }
  /// What a list of them is on the server.
  public static var elementType: SQLArray.ElementType { .timestamp }
  /// Reads a moment, or its text.
  public init?(sqlValue: SQLValue) {
    switch sqlValue {
    case .timestamp(let value): self = value
    case .text(let text): self.init(text)
    default: return nil
    }
  }
}

extension Interval: SQLElement {
  /// What a list of them is on the server.
  public static var elementType: SQLArray.ElementType { .interval }
  /// The value as it is sent.
  public var sqlValue: SQLValue { .interval(self) }
  /// Reads a span, or its text.
  public init?(sqlValue: SQLValue) {
    switch sqlValue {
    case .interval(let value): self = value
    case .text(let text): self.init(text)
    default: return nil
    }
  }
}

extension NetworkAddress: SQLElement {
  /// What a list of them is on the server.
  public static var elementType: SQLArray.ElementType { .network }
  /// The value as it is sent.
  public var sqlValue: SQLValue { .network(self) }
  /// Reads an address, or its text.
  public init?(sqlValue: SQLValue) {
    switch sqlValue {
    case .network(let value): self = value
    case .text(let text): self.init(text)
    default: return nil
    }
  }
}
