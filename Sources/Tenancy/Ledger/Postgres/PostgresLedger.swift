package import Database
import Migrations
import Names
import SQL

/// The ledger on PostgreSQL: schema `tenantry`.
///
/// Each change of a tenant is one message, and so one transaction.
package struct PostgresLedger: TenantLedger {
  package let database: any Database
  package let settings: LedgerSettings
  /// The name under which the directory knows this database, when it is the home; nil elsewhere.
  let home: DatabaseName?

  package init(database: any Database, settings: LedgerSettings, isHome: Bool) {
    self.database = database
    self.settings = settings
    home = isHome ? database.name : nil
  }

  static let version = 2

  package func open(creating: Bool) async throws(TenancyError) -> Bool {
    let found = try await perform { lease in try await Self.version(lease) }
    if let found {
      try Self.check(found, of: database.name)
      if found == Self.version { return true }
    } else if !creating {
      return false
    }
    try await perform { lease in
      try await lease.withTransaction { lease in
        try await lease.query("SELECT pg_catalog.pg_advisory_xact_lock(1952804466, 1)")
        // Somebody else may have made it, or brought it up to date, while we waited.
        let found = try await Self.version(lease) ?? 0
        if found < Self.version { try await lease.run(Self.upgrade(from: found)) }
      }
    }
    return true
  }

  /// What makes a ledger of an older version, 0 for none, one of this version.
  private static func upgrade(from found: Int) -> SQLMessage {
    var statements = found < 1 ? PostgresLedgerTables.version1 : PostgresLedgerTables.replacedByVersion2
    statements += PostgresLedgerTables.version2
    statements += PostgresLedgerFunctions.statements + PostgresLedgerLifecycle.statements + PostgresLedgerPurging.statements
    var message = SQLMessage(statements)
    message.append(
      """
      INSERT INTO tenantry.ledger (version) VALUES (\(version))
      ON CONFLICT (only_row) DO UPDATE SET version = EXCLUDED.version, updated_at = clock_timestamp()
      """)
    return message
  }

  private static func version(_ lease: borrowing ConnectionLease) async throws(DatabaseError) -> Int? {
    // Read from the catalog itself: what the session has cached of names may be older than what it waited for.
    let exists = try await lease.query(
      """
      SELECT EXISTS (
        SELECT FROM pg_catalog.pg_class c JOIN pg_catalog.pg_namespace n ON n.oid = c.relnamespace
        WHERE n.nspname = 'tenantry' AND c.relname = 'ledger')
      """)
    guard try exists.first?.decode(0, as: Bool.self) == true else { return nil }
    return try await lease.query("SELECT version FROM tenantry.ledger").first?.decode(0, as: Int.self)
  }

  private static func check(_ version: Int, of database: DatabaseName) throws(TenancyError) {
    guard version > Self.version else { return }
    throw TenancyError(
      .ledgerTooNew,
      "The ledger of database \"\(database)\" has version \(version); this program knows versions up to \(Self.version).",
      hint: "Install the newer program: an older one could damage what it does not know.")
  }

  // MARK: Sending

  /// Runs work on a connection and translates its errors.
  ///
  /// The closure is not typed to throw `DatabaseError`: Swift 6.3.1 cannot compile that with a borrowed argument.
  @discardableResult
  func perform<Value: Sendable>(
    _ body: (borrowing ConnectionLease) async throws -> Value
  ) async throws(TenancyError) -> Value {
    do {
      return try await database.withConnection(.shared, body)
    } catch {
      throw TenancyError(work: error, Self.translated)
    }
  }

  static func translated(_ error: DatabaseError) -> TenancyError { TenancyError(ledger: error) }

  /// Sends one message of our own statements.
  func send(_ fragments: [SQLFragment]) async throws(TenancyError) {
    let message = try Self.message(fragments)
    try await perform { lease in try await lease.run(message) }
  }

  static func message(_ fragments: [SQLFragment]) throws(TenancyError) -> SQLMessage {
    var message = SQLMessage()
    for fragment in fragments { message.append(try inlined(fragment)) }
    return message
  }

  static func inlined(_ fragment: SQLFragment) throws(TenancyError) -> String {
    do { return try fragment.inlined(for: .postgres) } catch { throw TenancyError(.database, error.message) }
  }
}
