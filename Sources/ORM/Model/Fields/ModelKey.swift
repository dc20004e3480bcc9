import Database
public import FoundationEssentials
import SQL

/// The value of a primary key.
///
/// Whole numbers, texts and UUIDs are keys of one column. A key of several columns is a struct of its own:
///
/// ```swift
/// struct Key: ModelKey { var order: Int64; var line: Int32; … }     // written by @Model
/// ```
public protocol ModelKey: ModelField {
  /// Its columns: what each is called at the end of a foreign key's name, and its type.
  static var keyColumns: [KeyColumn] { get }
}

/// A column of a key, seen from a table that refers to it.
public struct KeyColumn: Sendable, Hashable {
  /// What comes after the property's name: `id` in `owner_id`.
  public let suffix: String
  /// Its type.
  public let type: ColumnType

  /// Makes a column.
  public init(_ suffix: String, _ type: ColumnType) {
    self.suffix = suffix
    self.type = type
  }
}

extension ModelKey where Self: ColumnValue {
  /// One column; foreign keys end in `_id`.
  public static var keyColumns: [KeyColumn] { [KeyColumn("id", columnType)] }
}

extension Int64: ModelKey {}
extension Int: ModelKey {}
extension Int32: ModelKey {}
extension Int16: ModelKey {}
extension String: ModelKey {}
extension UUID: ModelKey {}
