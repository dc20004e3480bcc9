import Database
import Manifest
import Names
import TenantOperations

/// A connector for commands that open no database.
struct NoDatabases: DatabaseConnector {
  func database(_ declaration: DatabaseDeclaration, defaults: Defaults) throws(OperationError) -> any Database {
    throw OperationError(.bug, code: "no-database", "This test opens no database.")
  }
}
