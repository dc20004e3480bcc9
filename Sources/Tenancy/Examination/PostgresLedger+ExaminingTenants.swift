import Database
import Names
import SQL

extension PostgresLedger {
  package func examineTenants() async throws(TenancyError) -> LedgerExamination {
    let records = try await tenants(TenantFilter())
    let byName = Dictionary(records.map { ($0.name.text, $0) }, uniquingKeysWith: { first, _ in first })
    var examination = LedgerExamination()
    examination.facts = [LedgerExamination.Fact("tenants", "\(records.count)")]
    let unstamped = try await names(Self.unstampedTenants)
    let returned = Set(try await names(Self.returnedTenants).map(\.[0]))
    examination.findings += unstamped.compactMap { byName[$0[0]].map(Self.missingStamp) }
    for record in records {
      if returned.contains(record.name.text) {
        examination.findings.append(Self.returnedSchema(record))
      } else if let finding = LedgerFinding(faultOf: record) {
        examination.findings.append(finding)
      }
    }
    examination.findings += try await names(Self.orphans).map { Self.orphan($0[0]) }
    examination.findings += try await names(Self.foreignSchemas).map { Self.foreign($0[0], $0[1], $0[2]) }
    examination.findings += try await names(Self.pendingSteps).map { Self.pendingStep($0[0], $0[1]) }
    examination.findings += try await names(Self.invalidIndexes).map { Self.invalidIndex($0[0], $0[1]) }
    examination.findings += try await names(Self.closedTables).map { Self.closedTable($0[0]) }
    try await examineLockRoom(&examination)
    return examination
  }

  /// The rows of texts that a query answers with.
  private func names(_ query: SQLFragment) async throws(TenancyError) -> [[String]] {
    try await perform { lease in
      let rows = try await lease.query(query)
      let count = rows.columnNames.count
      return try rows.map { (row) throws(DatabaseError) in
        try (0..<count).map { (column) throws(DatabaseError) in try row.decode(column, as: String.self) }
      }
    }
  }

  /// Dropping a schema takes a lock for each thing in it, all in one transaction.
  private func examineLockRoom(_ examination: inout LedgerExamination) async throws(TenancyError) {
    let found = try await names(
      """
      SELECT n.nspname::text, s.needed::text, s.room::text FROM (
        SELECT c.relnamespace, sum(CASE WHEN c.reltoastrelid = 0 THEN 1 ELSE 3 END) AS needed,
          pg_catalog.current_setting('max_locks_per_transaction')::int8
            * (pg_catalog.current_setting('max_connections')::int8
              + pg_catalog.current_setting('max_prepared_transactions')::int8) AS room
        FROM pg_catalog.pg_class c JOIN tenantry.tenants t ON t.schema_oid = c.relnamespace
        WHERE t.phase <> 'dropped' OR t.tombstone IS NOT NULL GROUP BY c.relnamespace ORDER BY 2 DESC LIMIT 1
      ) s JOIN pg_catalog.pg_namespace n ON n.oid = s.relnamespace
      """)
    guard let biggest = found.first, let needed = Int(biggest[1]), let room = Int(biggest[2]) else { return }
    examination.facts.append(LedgerExamination.Fact("biggest schema", "\(biggest[0]), \(needed) locks"))
    guard needed > room / 2 else { return }
    examination.findings.append(
      LedgerFinding(
        needed > room ? .problem : .note, code: "lock-room", subject: "schema \(biggest[0])",
        "Dropping schema \(biggest[0]) at once takes \(needed) locks, and the server has room for about \(room) in all.",
        remedy: "Raise max_locks_per_transaction in postgresql.conf and restart the server."))
  }
}

extension LedgerFinding {
  /// What a ledger's own look at a tenant says.
  init?(faultOf record: TenantRecord) {
    switch record.fault {
    case nil: return nil
    case .schemaMissing:
      self.init(
        .problem, code: "schema-missing", subject: "tenant \(record.name)",
        "Schema \(record.schema) of tenant \(record.name) is gone, or another one has its name.",
        remedy: "Restore it under its name, or take the tenant out with \"tenantctl drop \(record.name)\".")
    case .stampDiffers:
      self.init(
        .problem, code: "stamp-differs", subject: "tenant \(record.name)",
        "Schema \(record.schema) carries another stamp than the ledger expects: it was restored or replaced.",
        remedy: "Restore the right schema. If its tables are right, run COMMENT ON SCHEMA \(record.schema) IS NULL, then "
          + "\"tenantctl doctor --repair\".")
    }
  }
}
