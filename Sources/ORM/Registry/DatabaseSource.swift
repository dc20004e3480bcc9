public import Database
public import Names

/// How a registry comes by a database: it is made when the registry is connected, and closed when the registry is left.
///
/// ```swift
/// let main = DatabaseSource { name in PostgresDatabase(name: name, configuration: configuration) }
/// ```
public struct DatabaseSource: Sendable {
  let isBorrowed: Bool
  let open: @Sendable (DatabaseName) throws -> any Database

  /// A database that the registry makes and closes.
  public init(_ open: @escaping @Sendable (DatabaseName) throws -> any Database) {
    self.open = open
    isBorrowed = false
  }

  private init(borrowing database: any Database) {
    open = { _ in database }
    isBorrowed = true
  }

  /// A database that somebody else closes.
  public static func borrowed(_ database: any Database) -> DatabaseSource { DatabaseSource(borrowing: database) }
}
