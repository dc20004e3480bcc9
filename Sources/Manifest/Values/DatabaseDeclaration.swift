public import Names

/// A database of the manifest.
public struct DatabaseDeclaration: Sendable, Equatable {
  /// What stands between us and a PostgreSQL server.
  public enum Pooler: String, Sendable, Equatable, CaseIterable {
    /// Find out when connecting.
    case auto
    /// Nothing.
    case none
    /// A pooler in transaction mode: no session state, no named statements.
    case transaction
  }

  /// The name that tenants and defaults use.
  public var name: DatabaseName
  /// Where it is; SQLite paths are absolute or relative to the working directory, ready to be opened.
  public var location: DatabaseLocation
  /// A way around the pooler, for steps that need a session of their own.
  public var directLocation: PostgresLocation?
  /// What stands between us and the server.
  public var pooler: Pooler
  /// Where it is declared; nil when it is a default.
  public var source: SourceLocation?

  /// Makes a declaration.
  public init(
    name: DatabaseName, location: DatabaseLocation, directLocation: PostgresLocation? = nil, pooler: Pooler = .auto,
    source: SourceLocation? = nil
  ) {
    self.name = name
    self.location = location
    self.directLocation = directLocation
    self.pooler = pooler
    self.source = source
  }
}
