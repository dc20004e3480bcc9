import Database
import Manifest
import Names
import PostgresDriver
import SQLiteDriver
import TenantOperations

/// Makes the databases of a manifest with the drivers that this program has.
struct DriverConnector: DatabaseConnector {
  func database(
    _ declaration: DatabaseDeclaration, defaults: Defaults
  ) throws(OperationError) -> any Database {
    switch declaration.location {
    case .postgres(let location):
      return PostgresDatabase(
        name: declaration.name,
        configuration: PostgresConfiguration(
          location: location, directLocation: declaration.directLocation,
          pooler: PostgresConfiguration.Pooler(declaration.pooler), applicationName: "tenantctl"),
        pool: PoolConfiguration(maximumConnections: defaults.poolMaximum))
    case .sqliteDirectory(let path):
      return SQLiteDatabase(name: declaration.name, configuration: SQLiteConfiguration(directory: path))
    case .sqliteFile:
      throw OperationError(
        .conflicting, code: "unsupported", "Database \"\(declaration.name)\" is a single file: it cannot have tenants.",
        hint: "Use a directory of files: sqlite:PATH.")
    }
  }
}

extension PostgresConfiguration.Pooler {
  /// What a manifest says about it.
  init(_ declared: DatabaseDeclaration.Pooler) {
    switch declared {
    case .auto: self = .detect
    case .none: self = .none
    case .transaction: self = .transaction
    }
  }
}
