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
      var configuration = PostgresConfiguration(location: location, applicationName: "tenantctl")
      // A pooler hands a connection on with every transaction: nothing may stay prepared on it.
      if declaration.pooler == .transaction { configuration.statementCacheCapacity = 0 }
      return PostgresDatabase(
        name: declaration.name, configuration: configuration, pool: PoolConfiguration(maximumConnections: defaults.poolMaximum))
    case .sqliteDirectory(let path):
      return SQLiteDatabase(name: declaration.name, configuration: SQLiteConfiguration(directory: path))
    case .sqliteFile:
      throw OperationError(
        .conflicting, code: "unsupported", "Database \"\(declaration.name)\" is a single file: it cannot have tenants.",
        hint: "Use a directory of files: sqlite:PATH.")
    }
  }
}
