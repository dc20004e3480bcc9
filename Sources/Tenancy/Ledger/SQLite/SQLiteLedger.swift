package import Database
import FoundationEssentials
import Migrations
import Names
import SQL

/// The ledger on SQLite: tables `tenantry_…` in `main.db`, and each tenant's stamp in its own file.
package struct SQLiteLedger: TenantLedger {
  package let database: any Database
  package let settings: LedgerSettings
  let files: any SchemaFiles
  /// The name under which the directory knows this database, when it is the home; nil elsewhere.
  let home: DatabaseName?

  package init(database: any Database, files: any SchemaFiles, settings: LedgerSettings, isHome: Bool) {
    self.database = database
    self.files = files
    self.settings = settings
    home = isHome ? database.name : nil
  }

  static let version = 2

  package func open(creating: Bool) async throws(TenancyError) -> Bool {
    // Reading makes no files.
    guard creating || files.hasMainFile else { return false }
    if let found = try await perform(.shared, { lease in try await Self.version(lease) }) {
      if found == Self.version { return true }
      guard found < Self.version else {
        throw TenancyError(
          .ledgerTooNew,
          "The ledger of database \"\(database.name)\" has version \(found); this program knows versions up to \(Self.version).",
          hint: "Install the newer program: an older one could damage what it does not know.")
      }
    } else if !creating {
      return false
    }
    try await transact(.shared) { lease in
      // Somebody else may have made it, or brought it up to date, while we waited.
      let found = try await Self.version(lease) ?? 0
      guard found < Self.version else { return }
      try await lease.run(SQLMessage((found < 1 ? SQLiteLedgerTables.version1 : []) + SQLiteLedgerTables.version2))
      try await lease.query(
        """
        INSERT INTO tenantry_ledger (only_row, version) VALUES (1, \(Self.version))
        ON CONFLICT (only_row) DO UPDATE SET version = excluded.version
        """)
    }
    return true
  }

  private static func version(_ lease: borrowing ConnectionLease) async throws(DatabaseError) -> Int? {
    guard try await hasTable("tenantry_ledger", lease) else { return nil }
    return try await lease.query("SELECT version FROM tenantry_ledger").first?.decode(0, as: Int.self)
  }

  static func hasTable(_ name: String, _ lease: borrowing ConnectionLease) async throws(DatabaseError) -> Bool {
    try await !lease.query("SELECT 1 FROM sqlite_schema WHERE type = 'table' AND name = \(name)").isEmpty
  }

  // MARK: Sending

  @discardableResult
  func perform<Value: Sendable>(
    _ target: ConnectionTarget, _ body: (borrowing ConnectionLease) async throws -> Value
  ) async throws(TenancyError) -> Value {
    do {
      return try await database.withConnection(target, body)
    } catch {
      throw TenancyError(work: error, Self.translated)
    }
  }

  static func translated(_ error: DatabaseError) -> TenancyError {
    guard error.code == .schemaMissing else {
      return TenancyError(.database, error.message, hint: error.hint, underlying: error)
    }
    return TenancyError(
      .schemaMissing, error.message, hint: "Restore the file, or take the tenant out with \"tenantctl drop\".", underlying: error)
  }

  /// Runs work in one write transaction of one file.
  @discardableResult
  func transact<Value: Sendable>(
    _ target: ConnectionTarget, _ body: (borrowing ConnectionLease) async throws -> Value
  ) async throws(TenancyError) -> Value {
    try await perform(target) { lease in try await lease.withTransaction { lease in try await body(lease) } }
  }

  /// Now, in the microseconds that the ledger keeps.
  static var now: Timestamp { Timestamp(microsecondsSinceEpoch: Int64(Date().timeIntervalSince1970 * 1_000_000)) }

  /// Adds a link to a tenant's audit chain, in the caller's transaction.
  static func audit(
    _ lease: borrowing ConnectionLease, tenantID: Int64, name: String, actor: String, action: String, detail: String
  ) async throws(DatabaseError) {
    let last = try await lease.query(
      "SELECT sequence, hash FROM tenantry_audit WHERE tenant_id = \(tenantID) ORDER BY sequence DESC LIMIT 1")
    let sequence = try (last.first?.decode(0, as: Int64.self) ?? 0) + 1
    let previous = try last.first?.decode(1, as: String.self) ?? ""
    let at = now
    let hash = AuditRecord.hash(
      after: previous, tenantID: tenantID, sequence: sequence, tenant: name, at: at, actor: actor, action: action, detail: detail)
    try await lease.query(
      """
      INSERT INTO tenantry_audit VALUES (\(tenantID), \(sequence), \(name), \(at), \(actor), \(action), \(detail), \
      \(previous), \(hash))
      """)
  }

  /// Adds a row to the history in `main.db`, in the caller's transaction.
  static func recordHistory(
    _ lease: borrowing ConnectionLease, tenantID: Int64, action: String, migrations: [MigrationReference], _ stamp: ChangeStamp
  ) async throws(DatabaseError) {
    try await lease.query(
      """
      INSERT INTO tenantry_history (tenant_id, action, migrations, at, run, actor, tool)
      VALUES (\(tenantID), \(action), \(SQLValue.textArray(migrations.map(\.description))), \(now), \(stamp.run), \
      \(stamp.actor), \(stamp.tool))
      """)
  }
}
