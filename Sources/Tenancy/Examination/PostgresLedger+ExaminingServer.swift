import Database
import Names
import SQL

extension PostgresLedger {
  package func examineServer(_ scope: ExaminationScope) async throws(TenancyError) -> LedgerExamination {
    let shared = settings.sharedSchema
    let schemas = SQLValue.textArray([shared.text, settings.extensionsSchema.text])
    let extensions = SQLValue.textArray(scope.extensions.map(\.text))
    let (server, open, missing, hasPooler) = try await perform { lease in
      let server = try PostgresServer(await lease.query(PostgresServer.selection(shared)), lease.facts)
      let open = try await lease.query(
        """
        SELECT DISTINCT n.nspname::text FROM pg_catalog.pg_namespace n,
          pg_catalog.aclexplode(coalesce(n.nspacl, pg_catalog.acldefault('n', n.nspowner))) a
        WHERE n.nspname = ANY (\(schemas)) AND a.grantee = 0 AND a.privilege_type = 'CREATE' ORDER BY 1
        """
      ).map { (row) throws(DatabaseError) in try row.decode(0, as: String.self) }
      let missing = try await lease.query(
        """
        SELECT u FROM pg_catalog.unnest(\(extensions)) u
        WHERE u NOT IN (SELECT name::text FROM pg_catalog.pg_available_extensions) ORDER BY 1
        """
      ).map { (row) throws(DatabaseError) in try row.decode(0, as: String.self) }
      // A pooler in transaction mode may hand out another server process for each statement.
      let process = try await lease.query("SELECT pg_catalog.pg_backend_pid()::int8").first?.decode(0, as: Int.self)
      return (server, open, missing, server.isBehindPooler || process != server.process)
    }
    var examination = LedgerExamination()
    examination.facts = server.facts + [LedgerExamination.Fact("pooler", hasPooler ? "detected" : "none detected")]
    examination.findings = server.findings(shared)
    if hasPooler, !scope.isPoolerDeclared { examination.findings.append(Self.undeclaredPooler) }
    examination.findings += open.map(Self.openSchema) + missing.map(Self.missingExtension)
    return examination
  }

  private static let undeclaredPooler = LedgerFinding(
    .problem, code: "pooler-undeclared", subject: "connection",
    "A pooler stands in front of the server: what a session prepares or sets does not stick in transaction mode.",
    remedy: "Say \"pooler: transaction\" for this database in the manifest, with a \"direct_url\" for steps that need a session.")

  private static func openSchema(_ name: String) -> LedgerFinding {
    LedgerFinding(
      .note, code: "schema-open", subject: "schema \(name)",
      "Every login may create objects in schema \(name), and so put a function in front of one that others call.",
      remedy: "Run: REVOKE CREATE ON SCHEMA \(name) FROM PUBLIC")
  }

  private static func missingExtension(_ name: String) -> LedgerFinding {
    LedgerFinding(
      .problem, code: "extension-missing", subject: "extension \(name)",
      "A template asks for extension \(name), and the server has no files of it: such tenants cannot be created.",
      remedy: "Install the extension's package on the server, or take it out of the template.")
  }
}
