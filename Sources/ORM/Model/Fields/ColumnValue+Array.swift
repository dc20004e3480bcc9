public import Database
public import FoundationEssentials
public import SQL

/// A type that a column can hold a list of.
public protocol ColumnListElement: SQLListElement, Hashable {
  /// What a column with a list of them is declared as.
  static var listColumnType: ColumnType { get }
}

extension ColumnListElement where Self: ColumnValue {
  /// An array of the element's type.
  public static var listColumnType: ColumnType { .array(of: columnType) }
}

extension UInt8: ColumnListElement {
  /// `bytea`: a list of bytes is bytes.
  public static var listColumnType: ColumnType { .bytes }
}

extension Optional: ColumnListElement where Wrapped: ColumnListElement & SQLElement {
  /// An array in which NULL may stand.
  public static var listColumnType: ColumnType { Wrapped.listColumnType }
}

extension Bool: ColumnListElement {}
extension Int16: ColumnListElement {}
extension Int32: ColumnListElement {}
extension Int64: ColumnListElement {}
extension Int: ColumnListElement {}
extension Float: ColumnListElement {}
extension Double: ColumnListElement {}
extension Numeric: ColumnListElement {}
extension String: ColumnListElement {}
extension UUID: ColumnListElement {}
extension Timestamp: ColumnListElement {}
extension LocalTimestamp: ColumnListElement {}
extension LocalDate: ColumnListElement {}
extension LocalTime: ColumnListElement {}
extension Interval: ColumnListElement {}
extension NetworkAddress: ColumnListElement {}
extension JSONDocument: ColumnListElement {}
extension SQLRange: ColumnListElement {}

extension Array: ModelField where Element: ColumnListElement {}

extension Array: ColumnValue where Element: ColumnListElement {
  /// An array, or bytes.
  public static var columnType: ColumnType { Element.listColumnType }
}
