package import Database
package import Migrations
package import Names
import SQL

extension SQLiteLedger {
  /// Runs the step in the transaction that records it, also with `transaction:false`: it is applied exactly once.
  ///
  /// Nothing that the connection allows needs to run outside.
  package func migrate(
    _ tenant: TenantRecord, by step: SchemaScript.Step, extensions: [ExtensionName], _ stamp: ChangeStamp
  ) async throws(TenancyError) -> [MigrationSetName: AppliedHead] {
    try refuse(extensions)
    let (isApplied, state) = try await transact(.tenant(tenant.schema)) { lease in
      let owner = try await lease.query("SELECT id FROM tenantry_tenant").first?.decode(0, as: Int64.self)
      guard owner == tenant.id else {
        throw TenancyError(
          .stampDiffers, "The file of schema \(tenant.schema) is another tenant's.", hint: "Restore the right file.")
      }
      let isApplied = try await Self.stampedHeads(lease) == tenant.heads
      if isApplied {
        try await Self.run(step.statements, in: .main, shared: settings.sharedSchema, lease)
        try await Self.writeStamp(step, step.direction.action, stamp, lease)
      }
      return (isApplied, try await TenantFileState(lease))
    }
    try await transact(.shared) { lease in
      try await Self.mirror(state, of: tenant.id, name: tenant.name, overwriting: !isApplied, lease)
      try await lease.query("UPDATE tenantry_tenants SET updated_at = \(Self.now) WHERE id = \(tenant.id)")
    }
    guard isApplied else {
      throw TenancyError(.headMoved, "Tenant \(tenant.name) was migrated by somebody else.", hint: "Run the command again.")
    }
    return step.heads(after: tenant.heads)
  }

  package func migrateShared(
    from head: AppliedHead?, by step: SchemaScript.Step, extensions: [ExtensionName], _ stamp: ChangeStamp
  ) async throws(TenancyError) {
    guard let point = step.heads[.shared] else { return }
    try await transact(.shared) { lease in
      guard try await Self.sharedHead(lease) == head else {
        throw TenancyError(.headMoved, "The shared schema was migrated by somebody else.", hint: "Run the command again.")
      }
      try await Self.run(step.statements, in: nil, shared: .main, lease)
      try await lease.query(
        """
        INSERT INTO tenantry_shared_heads VALUES (\(MigrationSetName.shared.text), \(point.head.hex), \(point.migration.text), \
        \(point.position))
        ON CONFLICT (set_name) DO UPDATE SET head = excluded.head, migration = excluded.migration, position = excluded.position
        """)
      try await Self.recordHistory(lease, tenantID: 0, action: "migrate", migrations: step.migrations, stamp)
      try await Self.audit(
        lease, tenantID: 0, name: "", actor: stamp.actor, action: "migrate", detail: step.auditText(stamp))
    }
  }

  package func execute(
    _ statements: [MigrationStatement], in tenant: TenantRecord, extensions: [ExtensionName]
  ) async throws(TenancyError) -> [ResultSet] {
    let statements = statements.map { SchemaScript.Statement(source: $0, migration: nil) }
    return try await transact(.tenant(tenant.schema)) { lease in
      try await Self.run(statements, in: .main, shared: settings.sharedSchema, lease)
    }
  }

  // MARK: Parts

  /// Runs the user's statements, and names the one that fails.
  @discardableResult
  static func run(
    _ statements: [SchemaScript.Statement], in tenant: SchemaName?, shared: SchemaName, _ lease: borrowing ConnectionLease
  ) async throws -> [ResultSet] {
    var results: [ResultSet] = []
    for statement in statements {
      let text = statement.source.text(tenantSchema: tenant, sharedSchema: shared)
      do {
        results.append(try await lease.query(SQLFragment(raw: text)))
      } catch {
        guard error.sqlState != nil else { throw error }
        let location = error.scalarOffset.map { offset in
          statement.source.location(ofScalarOffset: offset, tenantSchema: tenant, sharedSchema: shared)
        }
        throw TenancyError(
          .statementFailed, error.message, hint: error.hint, at: location ?? statement.source.location, underlying: error)
      }
    }
    return results
  }

  /// Where the tenant's own file says that it stands.
  static func stampedHeads(
    _ lease: borrowing ConnectionLease
  ) async throws(DatabaseError) -> [MigrationSetName: AppliedHead] {
    var heads: [MigrationSetName: AppliedHead] = [:]
    for row in try await lease.query("SELECT head, migration, position, set_name FROM tenantry_stamp") {
      heads[MigrationSetName(unchecked: try row.decode(3))] = try AppliedHead(ledgerRow: row)
    }
    return heads
  }

  /// Writes the stamp and the history of a tenant's own file.
  static func writeStamp(
    _ step: SchemaScript.Step, _ action: String, _ stamp: ChangeStamp, _ lease: borrowing ConnectionLease
  ) async throws(DatabaseError) {
    for (set, point) in step.heads {
      try await lease.query(
        """
        INSERT INTO tenantry_stamp VALUES (\(set.text), \(point.head.hex), \(point.migration.text), \(point.position))
        ON CONFLICT (set_name) DO UPDATE SET head = excluded.head, migration = excluded.migration, position = excluded.position
        """)
    }
    for set in step.clearedSets { try await lease.query("DELETE FROM tenantry_stamp WHERE set_name = \(set.text)") }
    try await lease.query(
      """
      INSERT INTO tenantry_history (action, migrations, at, run, actor, tool)
      VALUES (\(action), \(SQLValue.textArray(step.migrations.map(\.description))), \(now), \(stamp.run), \(stamp.actor), \
      \(stamp.tool))
      """)
  }
}

extension SchemaScript.Step {
  /// What the audit trail says of a step.
  func auditText(_ stamp: ChangeStamp) -> String {
    "{\"migrations\":" + JSONText.array(migrations.map(\.description)) + ",\"heads\":" + headsText + ",\"run\":"
      + JSONText.string(stamp.run) + "}"
  }
}
