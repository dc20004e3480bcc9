public import Database

/// A type whose values are rows of a table.
///
/// Conform with the `@Model` macro, or by hand: to ``SharedModel`` or to ``TenantModel``, never to this alone. What belongs to
/// whom is then part of the type, and a query can send a model to the wrong schema no more than it can name a wrong column.
///
/// A row knows where it came from (``RowState/origin``) and which of its fields were changed since (``RowState/changes``). Two rows
/// are equal when their origins and all their columns are; `hash(into:)` uses type, origin and key.
public protocol Model: ModelField {
  /// The value of the primary key; a struct of its own for a key of several columns.
  associatedtype RowKey: ModelKey
  /// The typed paths to its columns and relations.
  associatedtype Columns: ModelColumns where Columns.Row == Self
  /// What a new row is made from.
  associatedtype Draft: ModelDraft where Draft.Row == Self

  /// Whether all tenants share its table, or each has one of its own; given by ``SharedModel`` and ``TenantModel``.
  static var scope: ModelScope { get }
  /// Everything that the database has to know about it.
  static var descriptor: ModelDescriptor { get }

  /// The value of the primary key.
  var rowKey: RowKey { get }
  /// Where the row came from, and what was changed since.
  var rowState: RowState { get set }

  /// Reads all fields, in the order of ``ModelDescriptor/fields``, and makes `RowState(origin: reader.origin)`.
  init(from reader: inout RowReader) throws(DatabaseError)
  /// Reads one field again, by its place in ``ModelDescriptor/fields``: what the database computed.
  mutating func read(field: Int, from reader: inout RowReader) throws(DatabaseError)
  /// Writes one field, by its place in ``ModelDescriptor/fields``.
  func write(field: Int, to writer: inout ValueWriter)

  /// Reads all rows of an answer; comes with the protocol, and is compiled anew for each model.
  static func rows(of answer: ResultSet, origin: Origin) throws(DatabaseError) -> [Self]

  /// What runs around its changes; nothing, unless the model says so.
  static var hooks: ModelHooks<Self> { get }
}

/// A model whose table stands in the shared schema, once for all tenants of a database.
public protocol SharedModel: Model {}

extension SharedModel {
  /// The table is shared.
  @inlinable
  public static var scope: ModelScope { .shared }
}

/// A model whose table stands in each tenant's schema.
///
/// A query for it without a tenant in scope throws before anything is sent.
public protocol TenantModel: Model {}

extension TenantModel {
  /// Each tenant has a table.
  @inlinable
  public static var scope: ModelScope { .tenant }
}

/// Whose a model's rows are.
public enum ModelScope: String, Sendable, Hashable, CaseIterable {
  /// Everybody's: the table stands in the shared schema.
  case shared
  /// A tenant's: every tenant's schema has the table.
  case tenant
}

/// The typed paths to a model's columns and relations: a struct with one computed property for each.
public protocol ModelColumns: Sendable {
  /// The model.
  associatedtype Row: Model

  /// Makes the paths that begin at a table of a query.
  init(at path: TablePath)
}

/// What a new row is made from: the fields that the database does not fill in by itself.
public protocol ModelDraft: Sendable {
  /// The model.
  associatedtype Row: Model

  /// The fields that are written; the database fills in the others.
  var given: FieldSet { get }
  /// Writes one of them, by its place in ``ModelDescriptor/fields``.
  func write(field: Int, to writer: inout ValueWriter)
}

extension Model {
  /// How many columns a row has.
  public static var columnCount: Int { descriptor.columns.count }

  /// Writes all fields.
  public func write(to writer: inout ValueWriter) {
    for field in Self.descriptor.fields.indices { write(field: field, to: &writer) }
  }

  /// Reads all rows of an answer.
  @inlinable
  public static func rows(of answer: ResultSet, origin: Origin) throws(DatabaseError) -> [Self] {
    var rows: [Self] = []
    rows.reserveCapacity(answer.count)
    for row in answer {
      var reader = RowReader(row, origin: origin)
      rows.append(try Self(from: &reader))
    }
    return rows
  }

  /// Nothing runs.
  public static var hooks: ModelHooks<Self> { ModelHooks() }

  /// Where the row came from; nil for a value that was made by hand.
  public var origin: Origin? { rowState.origin }

  /// True when something was changed since the row was read or written.
  public var hasChanges: Bool { !rowState.changes.isEmpty }

  /// Compares origin and all columns.
  ///
  /// `@Model` writes a quicker one.
  public static func == (left: Self, right: Self) -> Bool {
    guard left.rowState.origin == right.rowState.origin else { return false }
    return ValueWriter.values(of: left) == ValueWriter.values(of: right)
  }

  /// A row's identity: type, origin and key.
  public func hash(into hasher: inout Hasher) {
    hasher.combine(ObjectIdentifier(Self.self))
    hasher.combine(rowState.origin)
    hasher.combine(rowKey)
  }
}
