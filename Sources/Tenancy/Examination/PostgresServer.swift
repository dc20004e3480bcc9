import Database
import Names
import SQL

/// What a PostgreSQL server says of itself and of the login.
struct PostgresServer: Sendable {
  private let version: String
  private let versionNumber: Int
  private let user: String
  private let database: String
  private let standardStrings: String
  private let encoding: String
  private let isReadOnly: Bool
  private let locks: Int
  private let statementTimeout: Int
  private let idleInTransactionTimeout: Int
  private let mayCreateSchemas: Bool
  private let mayCreateInShared: Bool
  /// The process that answered.
  let process: Int
  private let session: SessionFacts

  /// How many locks the server can hold at once, roughly.
  var lockRoom: Int { locks }

  /// True when the process that answered is not the one that was announced when the session began.
  var isBehindPooler: Bool { session.announcedProcess.map { $0 != process } ?? false }

  /// The columns, in the order in which they are read.
  static func selection(_ shared: SchemaName) -> SQLFragment {
    """
    SELECT pg_catalog.current_setting('server_version'), pg_catalog.current_setting('server_version_num')::int8,
      current_user::text, pg_catalog.current_database()::text, pg_catalog.current_setting('standard_conforming_strings'),
      pg_catalog.current_setting('server_encoding'),
      pg_catalog.pg_is_in_recovery() OR pg_catalog.current_setting('default_transaction_read_only')::boolean,
      pg_catalog.current_setting('max_locks_per_transaction')::int8 * (pg_catalog.current_setting('max_connections')::int8
        + pg_catalog.current_setting('max_prepared_transactions')::int8),
      (SELECT setting::int8 FROM pg_catalog.pg_settings WHERE name = 'statement_timeout'),
      (SELECT setting::int8 FROM pg_catalog.pg_settings WHERE name = 'idle_in_transaction_session_timeout'),
      pg_catalog.has_database_privilege(pg_catalog.current_database(), 'CREATE'),
      coalesce((SELECT pg_catalog.has_schema_privilege(oid, 'CREATE') FROM pg_catalog.pg_namespace
        WHERE nspname = \(shared.text)), true),
      pg_catalog.pg_backend_pid()::int8
    """
  }

  init(_ rows: ResultSet, _ session: SessionFacts) throws(DatabaseError) {
    guard let row = rows.first else { throw DatabaseError(.invalidValue, "The server said nothing of itself.") }
    version = try row.decode(0)
    versionNumber = try row.decode(1)
    user = try row.decode(2)
    database = try row.decode(3)
    standardStrings = try row.decode(4)
    encoding = try row.decode(5)
    isReadOnly = try row.decode(6)
    locks = try row.decode(7)
    statementTimeout = try row.decode(8)
    idleInTransactionTimeout = try row.decode(9)
    mayCreateSchemas = try row.decode(10)
    mayCreateInShared = try row.decode(11)
    process = try row.decode(12)
    self.session = session
  }

  var facts: [LedgerExamination.Fact] {
    [
      LedgerExamination.Fact("server", "PostgreSQL \(version)"),
      LedgerExamination.Fact("client", session.clientLibrary ?? "unknown"),
      LedgerExamination.Fact("login", "\(user) on \(database)"), LedgerExamination.Fact("lock table", "\(locks) locks"),
      LedgerExamination.Fact("statement timeout", Self.shown(statementTimeout)),
      LedgerExamination.Fact("idle-in-transaction timeout", Self.shown(idleInTransactionTimeout)),
    ]
  }

  private static func shown(_ milliseconds: Int) -> String { milliseconds == 0 ? "none" : "\(milliseconds) ms" }

  func findings(_ shared: SchemaName) -> [LedgerFinding] {
    var findings = grantFindings(shared)
    if versionNumber < 150_000 {
      findings.append(
        LedgerFinding(
          .problem, code: "server-old", subject: "server", "The server is PostgreSQL \(version): nothing is tested below 15.",
          remedy: "Upgrade the server to PostgreSQL 15 or later."))
    }
    if standardStrings != "on" {
      findings.append(
        setting("standard_conforming_strings", "is off: a backslash in a text would be read as an escape", "set it to on"))
    }
    if encoding != "UTF8" {
      findings.append(
        LedgerFinding(
          .problem, code: "encoding", subject: "database \(database)",
          "The database keeps text as \(encoding): names and values that it cannot write are refused.",
          remedy: "Create the database again with ENCODING 'UTF8', and restore a dump into it."))
    }
    if isReadOnly {
      findings.append(
        LedgerFinding(
          .problem, code: "read-only", subject: "server",
          "The server is a standby, or the login reads only: nothing can be changed.",
          remedy: "Connect to the primary with a login whose default_transaction_read_only is off."))
    }
    if (1..<5000).contains(statementTimeout) {
      findings.append(
        setting("statement_timeout", "is \(statementTimeout) ms: reading a large ledger may not end in time", "raise it", .note))
    }
    if (1..<10_000).contains(idleInTransactionTimeout) {
      findings.append(
        setting(
          "idle_in_transaction_session_timeout", "is \(idleInTransactionTimeout) ms: a slow client may lose its transaction",
          "raise it", .note))
    }
    return findings
  }

  private func grantFindings(_ shared: SchemaName) -> [LedgerFinding] {
    var findings: [LedgerFinding] = []
    if !mayCreateSchemas {
      findings.append(
        LedgerFinding(
          .problem, code: "grant-missing", subject: "login \(user)",
          "The login may not create schemas: no tenant can be created.",
          remedy: "Run as the database's owner: GRANT CREATE ON DATABASE \(Self.quoted(database)) TO \(Self.quoted(user))"))
    }
    if !mayCreateInShared {
      findings.append(
        LedgerFinding(
          .problem, code: "grant-missing", subject: "login \(user)",
          "The login may not create objects in the shared schema \(shared): shared migrations will fail.",
          remedy: "Run as the schema's owner: GRANT CREATE ON SCHEMA \(shared) TO \(Self.quoted(user))"))
    }
    return findings
  }

  private func setting(
    _ name: String, _ state: String, _ action: String, _ severity: LedgerFinding.Severity = .problem
  ) -> LedgerFinding {
    LedgerFinding(
      severity, code: "setting", subject: name, "\(name) \(state).",
      remedy: "For this login, \(action): ALTER ROLE \(Self.quoted(user)) SET \(name) = …")
  }

  /// The name for a person to paste.
  private static func quoted(_ name: String) -> String { (try? Identifier(name).quoted) ?? name }
}
