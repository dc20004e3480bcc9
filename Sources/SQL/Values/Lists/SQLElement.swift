/// A type whose values can stand in a list, and be read from a column.
public protocol SQLElement: SQLListElement, SQLValueConvertible {
  /// What a list of them is on the server.
  static var elementType: SQLArray.ElementType { get }

  /// Reads a value: what ``SQLValueConvertible/sqlValue`` gives, or what SQLite keeps of it.
  ///
  /// - Returns: nil for another value.
  init?(sqlValue: SQLValue)
}

/// A type that an `Array` can be made of so that the array can be bound and read.
///
/// A list of `UInt8` is bytes; every other list is an array on PostgreSQL and a JSON array on SQLite.
public protocol SQLListElement: Sendable {
  /// The list as it is sent.
  static func sqlValue(of list: [Self]) -> SQLValue

  /// Reads a list; nil for a value that is none, or whose elements are others.
  static func list(from value: SQLValue) -> [Self]?
}

extension SQLElement {
  /// The list as it is sent.
  public static func sqlValue(of list: [Self]) -> SQLValue {
    .array(SQLArray(elementType: elementType, elements: list.map(\.sqlValue)))
  }

  /// Reads a list without NULL.
  public static func list(from value: SQLValue) -> [Self]? { SQLArray.elements(of: value)?.mapAll(Self.init(sqlValue:)) }
}

extension Optional: SQLListElement where Wrapped: SQLElement {
  /// The list as it is sent.
  public static func sqlValue(of list: [Self]) -> SQLValue { .array(SQLArray(list)) }

  /// Reads a list; nil elements are NULL.
  public static func list(from value: SQLValue) -> [Self]? {
    SQLArray.elements(of: value)?.mapAll { element -> Self? in
      if case .null = element { return .some(nil) }
      return Wrapped(sqlValue: element).map { .some($0) }
    }
  }
}

extension UInt8: SQLListElement {
  /// Bytes.
  public static func sqlValue(of list: [UInt8]) -> SQLValue { .bytes(list) }

  /// Reads bytes, or their hexadecimal text.
  public static func list(from value: SQLValue) -> [UInt8]? { if case .bytes(let bytes) = value { bytes } else { nil } }
}

extension Array: SQLValueConvertible where Element: SQLListElement {
  /// The list as it is sent.
  public var sqlValue: SQLValue { Element.sqlValue(of: self) }
}

extension Sequence {
  /// The results, or nil as soon as one is nil.
  fileprivate func mapAll<Result>(_ transform: (Element) -> Result?) -> [Result]? {
    var results: [Result] = []
    results.reserveCapacity(underestimatedCount)
    for element in self {
      guard let result = transform(element) else { return nil }
      results.append(result)
    }
    return results
  }
}
