import Database
import Migrations
package import Names
import SQL

/// The one message that changes a tenant's schema: settings of the transaction, a guard, the statements, the record of it.
///
/// It is one simple query and so one transaction and one round trip. An error in any part of it undoes all of it, and there is
/// no `COMMIT` whose answer could get lost in between.
struct TenantMessage {
  private(set) var message = SQLMessage()
  /// How many statements of our own come before the user's.
  private(set) var firstStatement = 0

  /// Starts with what bounds the work.
  init(settings: LedgerSettings) throws(TenancyError) {
    try append(
      """
      SELECT pg_catalog.set_config('lock_timeout', \(settings.lockTimeout.postgresText), true), \
      pg_catalog.set_config('statement_timeout', \(settings.statementTimeout.postgresText), true)
      """)
  }

  mutating func append(_ fragment: SQLFragment) throws(TenancyError) {
    message.append(try PostgresLedger.inlined(fragment))
  }

  /// Sets the search path for the statements, and adds them.
  mutating func append(_ statements: [SchemaScript.Statement], path: String, schemas: SchemaTexts) throws(TenancyError) {
    try append("SELECT pg_catalog.set_config('search_path', \(path), true)")
    firstStatement = message.statements.count
    for statement in statements {
      message.append(statement.source.text(tenantSchema: schemas.tenant, sharedSchema: schemas.shared))
    }
  }
}

extension LedgerSettings {
  /// Where unqualified names of a tenant's statements are looked up: its schema alone, never the shared one.
  package func searchPath(of schema: SchemaName, extensions: [ExtensionName]) -> String {
    let schemas = extensions.isEmpty ? [schema] : [schema, extensionsSchema]
    return (schemas.map(\.quoted) + ["pg_temp"]).joined(separator: ", ")
  }
}

extension Duration {
  /// Whole milliseconds with their unit, as PostgreSQL reads a timeout.
  var postgresText: String {
    let (seconds, attoseconds) = components
    return "\(seconds * 1000 + attoseconds / 1_000_000_000_000_000)ms"
  }
}
