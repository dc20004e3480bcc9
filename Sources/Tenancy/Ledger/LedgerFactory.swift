package import Database
import SQL

/// The ledger of a database, whichever engine it is.
///
/// - Parameter isHome: True for the database that has the directory.
/// - Throws: ``TenancyError`` with ``TenancyError/Code/unsupported`` for a database that cannot have tenants.
package func makeLedger(
  on database: any Database, settings: LedgerSettings, isHome: Bool
) throws(TenancyError) -> any TenantLedger {
  switch database.dialect.engine {
  case .postgres: return PostgresLedger(database: database, settings: settings, isHome: isHome)
  case .sqlite:
    guard let files = database.files else {
      throw TenancyError(
        .unsupported, "Database \"\(database.name)\" is a single file: it cannot have tenants.",
        hint: "Use a directory: sqlite:PATH.")
    }
    return SQLiteLedger(database: database, files: files, settings: settings, isHome: isHome)
  }
}
