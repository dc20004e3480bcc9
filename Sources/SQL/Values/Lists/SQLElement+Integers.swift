// Whole numbers of every width travel as `int8`; the server fits them to the column.

extension Int64: SQLRangeBound {
  /// What a range of them is on the server.
  public static var rangeType: RangeType { .int8 }
  /// What a list of them is on the server.
  public static var elementType: SQLArray.ElementType { .integer }
  /// Reads a whole number.
  public init?(sqlValue: SQLValue) {
    switch sqlValue {
    case .integer(let number): self = number
    case .numeric(let number): self.init(exactly: number)
    default: return nil
    }
  }
  /// A list of whole numbers.
  public static func sqlValue(of list: [Int64]) -> SQLValue { .integerArray(list) }
}

extension Int: SQLRangeBound {
  /// What a range of them is on the server.
  public static var rangeType: RangeType { .int8 }
  /// What a list of them is on the server.
  public static var elementType: SQLArray.ElementType { .integer }
  /// Reads a whole number that fits.
  public init?(sqlValue: SQLValue) {
    guard let number = Int64(sqlValue: sqlValue) else { return nil }
    self.init(exactly: number)
  }
  /// A list of whole numbers.
  public static func sqlValue(of list: [Int]) -> SQLValue { .integerArray(list.map(Int64.init)) }
}

extension Int32: SQLRangeBound {
  /// What a range of them is on the server.
  public static var rangeType: RangeType { .int4 }
  /// What a list of them is on the server.
  public static var elementType: SQLArray.ElementType { .integer }
  /// The value as it is sent.
  public var sqlValue: SQLValue { .integer(Int64(self)) }
  /// Reads a whole number that fits.
  public init?(sqlValue: SQLValue) {
    guard let number = Int64(sqlValue: sqlValue) else { return nil }
    self.init(exactly: number)
  }
  /// A list of whole numbers.
  public static func sqlValue(of list: [Int32]) -> SQLValue { .integerArray(list.map(Int64.init)) }
}

extension Int16: SQLElement {
  /// What a list of them is on the server.
  public static var elementType: SQLArray.ElementType { .integer }
  /// The value as it is sent.
  public var sqlValue: SQLValue { .integer(Int64(self)) }
  /// Reads a whole number that fits.
  public init?(sqlValue: SQLValue) {
    guard let number = Int64(sqlValue: sqlValue) else { return nil }
    self.init(exactly: number)
  }
  /// A list of whole numbers.
  public static func sqlValue(of list: [Int16]) -> SQLValue { .integerArray(list.map(Int64.init)) }
}
