public import Database
public import SQL

/// An enumeration whose cases are the values of a column.
///
/// ```swift
/// enum Priority: String, EnumColumn { case low, high }       // text, and a check that it is one of the cases
/// enum Colour: String, EnumColumn {                          // a type of its own on PostgreSQL
///   case red, green
///   static var enumName: Identifier? { Identifier(literal: "colour") }
/// }
/// ```
public protocol EnumColumn: ColumnValue, Codable, CaseIterable, RawRepresentable where RawValue == String {
  /// The name of the type that PostgreSQL keeps it as; nil, unless it is given, for text with a check.
  static var enumName: Identifier? { get }
}

extension EnumColumn {
  /// Text with a check.
  public static var enumName: Identifier? { nil }

  /// The cases, as text or as a type.
  public static var columnType: ColumnType { .enumeration(EnumType(name: enumName, cases: allCases.map(\.rawValue))) }

  /// The case's raw value.
  public var sqlValue: SQLValue { Self.enumName == nil ? .text(rawValue) : .untyped(rawValue) }

  /// Reads a case.
  ///
  /// - Throws: ``DatabaseError`` with `invalidValue` for a text that is no case.
  public init(row: Int, column: Int, of storage: any ResultStorage) throws(DatabaseError) {
    let text = try String(row: row, column: column, of: storage)
    guard let value = Self(rawValue: text) else {
      throw DatabaseError(
        .invalidValue,
        "Column \"\(storage.columnNames[column])\" holds a text of \(text.utf8.count) bytes that is no case of \(Self.self).")
    }
    self = value
  }
}
