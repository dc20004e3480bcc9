public import Names

/// Where a row came from: a database of a registry, and a schema.
///
/// All rows of an answer share one; it is as large as a pointer.
public struct Origin: Sendable, Hashable {
  private final class Storage: Sendable {
    let registry: RegistryID
    let database: DatabaseName
    let schema: SchemaName

    init(_ registry: RegistryID, _ database: DatabaseName, _ schema: SchemaName) {
      self.registry = registry
      self.database = database
      self.schema = schema
    }
  }

  private let storage: Storage

  /// Makes an origin.
  public init(registry: RegistryID, database: DatabaseName, schema: SchemaName) {
    storage = Storage(registry, database, schema)
  }

  /// The registry whose database it is.
  public var registry: RegistryID { storage.registry }
  /// The database.
  public var database: DatabaseName { storage.database }
  /// The schema that the row's table stands in: a tenant's, or the shared one.
  public var schema: SchemaName { storage.schema }

  /// The same registry and database.
  public func hasSameDatabase(as other: Origin) -> Bool {
    storage === other.storage || (registry == other.registry && database == other.database)
  }

  /// The same place.
  public static func == (left: Origin, right: Origin) -> Bool {
    left.hasSameDatabase(as: right) && left.schema == right.schema
  }

  /// Hashes the place.
  public func hash(into hasher: inout Hasher) {
    hasher.combine(registry)
    hasher.combine(database)
    hasher.combine(schema)
  }
}

extension Origin: CustomStringConvertible {
  /// The database and the schema.
  public var description: String { "\(database)/\(schema)" }
}
