import FoundationEssentials

/// What a column on SQLite is declared as, where that says more than how its values are kept.
///
/// SQLite ignores most of a declaration; the names of PostgreSQL are taken at their word here.
package struct DeclaredType: Sendable, Hashable {
  /// What the values are, or what their elements are.
  package let element: SQLArray.ElementType
  /// True for arrays.
  package let isList: Bool

  /// Reads a declaration: `uuid`, `NUMERIC TEXT(10, 2)`, `timestamp with time zone`, `date[]`.
  ///
  /// - Returns: nil for a type that we do not know, and for one whose values are what SQLite keeps.
  package init?(_ declaration: String) {
    var name = Self.words(of: declaration).joined(separator: " ")
    // It makes SQLite keep what was written: a number stays text.
    if name.hasSuffix(" text") { name.removeLast(" text".count) }
    isList = name.hasSuffix("[]")
    if isList { name = Self.words(of: String(name.dropLast(2))).joined(separator: " ") }
    guard let element = Self.names[name] ?? (isList ? Self.namesInLists[name] : nil) else { return nil }
    self.element = element
  }

  /// The words in small letters, without what stands in parentheses.
  private static func words(of declaration: String) -> [Substring] {
    var depth = 0
    let text = declaration.lowercased().map { character -> Character in
      if character == "(" { depth += 1 }
      defer { if character == ")" { depth -= 1 } }
      return depth > 0 ? " " : character
    }
    return String(text).split { $0.isWhitespace }
  }

  private static let names: [String: SQLArray.ElementType] = [
    "bool": .bool, "boolean": .bool, "numeric": .numeric, "decimal": .numeric, "uuid": .uuid, "json": .json, "jsonb": .json,
    "date": .date, "time": .time, "time without time zone": .time, "timestamp": .localTimestamp,
    "timestamp without time zone": .localTimestamp, "timestamptz": .timestamp, "timestamp with time zone": .timestamp,
    "interval": .interval, "inet": .network, "cidr": .network, "int4range": .range(.int4), "int8range": .range(.int8),
    "numrange": .range(.numeric), "daterange": .range(.date), "tsrange": .range(.localTimestamp), "tstzrange": .range(.timestamp),
  ]

  private static let namesInLists: [String: SQLArray.ElementType] = [
    "text": .text, "varchar": .text, "smallint": .integer, "int2": .integer, "integer": .integer, "int": .integer,
    "int4": .integer, "bigint": .integer, "int8": .integer, "real": .double, "float4": .double, "double precision": .double,
    "float8": .double, "bytea": .bytes,
  ]

  /// What SQLite keeps, as a value of this type.
  ///
  /// - Returns: nil when it is none: every column of SQLite's can hold anything.
  package func value(of kept: SQLValue) -> SQLValue? {
    guard isList else { return element.value(of: kept) }
    guard case .text = kept, let elements = SQLArray.elements(of: kept) else { return nil }
    var values: [SQLValue] = []
    values.reserveCapacity(elements.count)
    for kept in elements {
      guard let value = kept == .null ? .null : element.value(of: kept) else { return nil }
      values.append(value)
    }
    return SQLArray(elementType: element, elements: values).simplestValue
  }
}

extension SQLArray.ElementType {
  fileprivate func value(of kept: SQLValue) -> SQLValue? {
    switch self {
    case .bool: Bool(sqlValue: kept)?.sqlValue
    case .integer: Int64(sqlValue: kept)?.sqlValue
    case .double: Double(sqlValue: kept)?.sqlValue
    case .numeric: Numeric(sqlValue: kept)?.sqlValue
    case .text: String(sqlValue: kept)?.sqlValue
    case .bytes: [UInt8](sqlValue: kept)?.sqlValue
    case .uuid: UUID(sqlValue: kept)?.sqlValue
    case .json: document(kept)
    case .date: LocalDate(sqlValue: kept)?.sqlValue
    case .time: LocalTime(sqlValue: kept)?.sqlValue
    case .localTimestamp: LocalTimestamp(sqlValue: kept)?.sqlValue
    case .timestamp: moment(kept)
    case .interval: Interval(sqlValue: kept)?.sqlValue
    case .network: NetworkAddress(sqlValue: kept)?.sqlValue
    case .range(.int4): SQLRange<Int32>(sqlValue: kept)?.sqlValue
    case .range(.int8): SQLRange<Int64>(sqlValue: kept)?.sqlValue
    case .range(.numeric): SQLRange<Numeric>(sqlValue: kept)?.sqlValue
    case .range(.date): SQLRange<LocalDate>(sqlValue: kept)?.sqlValue
    case .range(.localTimestamp): SQLRange<LocalTimestamp>(sqlValue: kept)?.sqlValue
    case .range(.timestamp): SQLRange<Timestamp>(sqlValue: kept)?.sqlValue
    }
  }

  /// A column of the type `json` turns the document `5` into a number.
  private func document(_ kept: SQLValue) -> SQLValue? {
    if case .integer(let number) = kept { return .json(String(number)) }
    return JSONDocument(sqlValue: kept)?.sqlValue
  }

  private func moment(_ kept: SQLValue) -> SQLValue? {
    guard case .text(let text) = kept else { return nil }
    return (Timestamp(text) ?? Timestamp(sqliteText: text))?.sqlValue
  }
}
