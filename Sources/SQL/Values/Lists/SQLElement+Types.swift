public import FoundationEssentials

// How each type is read from a value: as what it is, or from the text that SQLite keeps.

extension Bool: SQLElement {
  /// What a list of them is on the server.
  public static var elementType: SQLArray.ElementType { .bool }
  /// Reads a truth value, or the 0 and 1 of SQLite.
  public init?(sqlValue: SQLValue) {
    switch sqlValue {
    case .bool(let flag): self = flag
    case .integer(0): self = false
    case .integer(1): self = true
    default: return nil
    }
  }
}

extension Double: SQLElement {
  /// What a list of them is on the server.
  public static var elementType: SQLArray.ElementType { .double }
  /// Reads any number, and the words for what is none.
  public init?(sqlValue: SQLValue) {
    switch sqlValue {
    case .double(let number): self = number
    case .integer(let number): self = Double(number)
    case .numeric(let number): self = Double(number)
    case .text("NaN"): self = .nan
    case .text("Infinity"): self = .infinity
    case .text("-Infinity"): self = -.infinity
    default: return nil
    }
  }
}

extension Float: SQLElement {
  /// What a list of them is on the server.
  public static var elementType: SQLArray.ElementType { .double }
  /// The value as it is sent.
  public var sqlValue: SQLValue { .double(Double(self)) }
  /// Reads any number, rounded.
  public init?(sqlValue: SQLValue) {
    guard let number = Double(sqlValue: sqlValue) else { return nil }
    self = Float(number)
  }
}

extension String: SQLElement {
  /// What a list of them is on the server.
  public static var elementType: SQLArray.ElementType { .text }
  /// Reads a text.
  public init?(sqlValue: SQLValue) {
    switch sqlValue {
    case .text(let text), .json(let text), .untyped(let text): self = text
    default: return nil
    }
  }
  /// A list of texts.
  public static func sqlValue(of list: [String]) -> SQLValue { .textArray(list) }
}

extension JSONDocument: SQLElement {
  /// What a list of them is on the server.
  public static var elementType: SQLArray.ElementType { .json }
  /// The value as it is sent.
  public var sqlValue: SQLValue { .json(text) }
  /// Reads a document.
  public init?(sqlValue: SQLValue) {
    switch sqlValue {
    case .json(let text), .text(let text): self.init(text)
    default: return nil
    }
  }
}

extension [UInt8]: SQLListElement, SQLElement {
  /// What a list of them is on the server.
  public static var elementType: SQLArray.ElementType { .bytes }
  /// Reads bytes, or their text: `\x00ff`.
  public init?(sqlValue: SQLValue) {
    switch sqlValue {
    case .bytes(let bytes): self = bytes
    case .text(let text):
      guard let bytes = HexText.bytes(text) else { return nil }
      self = bytes
    default: return nil
    }
  }
}

extension UUID: SQLElement {
  /// What a list of them is on the server.
  public static var elementType: SQLArray.ElementType { .uuid }
  /// Reads a UUID, or its text.
  public init?(sqlValue: SQLValue) {
    switch sqlValue {
    case .uuid(let uuid): self = uuid
    case .text(let text):
      guard let uuid = UUID(uuidString: text) else { return nil }
      self = uuid
    default: return nil
    }
  }
}
