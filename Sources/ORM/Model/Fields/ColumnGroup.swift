/// Several columns that belong together and are embedded in models: an address, an amount with its currency, a mixin.
///
/// A group is declared once and embedded with a prefix for its columns, or without one: that is how abstract models and mixins are
/// said here.
///
/// ```swift
/// struct Address: ColumnGroup { var street: String; var city: String; … }
/// // @Embedded(prefix: "billing_") var billing: Address      columns billing_street, billing_city
/// ```
public protocol ColumnGroup: ModelField {
  /// The typed paths to its columns.
  associatedtype Columns: ColumnGroupPaths

  /// Its fields, without a prefix.
  static var fields: [FieldDescriptor] { get }
}

/// The typed paths to a group's columns: a struct with one computed property for each.
public protocol ColumnGroupPaths: Sendable {
  /// Makes the paths to a group that is embedded in a table of a query.
  ///
  /// - Parameter columns: The names of its columns, in order.
  init(at path: TablePath, columns: [ColumnDescriptor])
}

extension ColumnGroup {
  /// How many columns it takes.
  public static var columnCount: Int { fields.reduce(0) { $0 + $1.columns.count } }
}
