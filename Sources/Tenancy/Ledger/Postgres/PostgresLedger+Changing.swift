package import Database
package import Migrations
package import Names
import SQL

extension PostgresLedger {
  package func create(
    _ tenant: TenantSpecification, script: SchemaScript, extensions: [ExtensionName], _ stamp: ChangeStamp
  ) async throws(TenancyError) {
    let schemas = SchemaTexts(tenant: tenant.schema, shared: settings.sharedSchema)
    let path = settings.searchPath(of: tenant.schema, extensions: extensions)
    let labels = Dictionary(uniqueKeysWithValues: tenant.labels.map { ($0.key.text, $0.value.text) })
    let step = script.steps.first ?? SchemaScript.Step()
    var message = try TenantMessage(settings: settings)
    try message.append(
      """
      SELECT tenantry.create_tenant(\(tenant.name.text), \(tenant.schema.text), \(tenant.template?.text), \
      \(tenant.isolation.rawValue), \(tenant.state.rawValue), \(SQLValue.json(JSONText.object(labels))), \
      \(SQLValue.textArray(tenant.domains.map(\.text))), \(home?.text), \(settings.nameRetention.postgresText)::interval)
      """)
    try message.append(step.statements, path: path, schemas: schemas)
    try message.append(Self.leaving(tenant.name, "create", step, path: path, stamp))
    try await send(message, step.statements, schemas)
  }

  package func migrate(
    _ tenant: TenantRecord, by step: SchemaScript.Step, extensions: [ExtensionName], _ stamp: ChangeStamp
  ) async throws(TenancyError) -> [MigrationSetName: AppliedHead] {
    let schemas = SchemaTexts(tenant: tenant.schema, shared: settings.sharedSchema)
    let path = settings.searchPath(of: tenant.schema, extensions: extensions)
    var statements = step.statements
    if !step.isTransactional {
      let scope = SoloStep.Scope(
        schema: tenant.schema, tenantID: tenant.id, path: path, schemas: schemas, enter: Self.entering(tenant))
      try await runAlone(step, scope)
      statements = []
    }
    var message = try TenantMessage(settings: settings)
    try message.append(Self.entering(tenant))
    try message.append(statements, path: path, schemas: schemas)
    try message.append(Self.leaving(tenant.name, step.direction.action, step, path: path, stamp))
    try await send(message, statements, schemas)
    return step.heads(after: tenant.heads)
  }

  package func migrateShared(
    from head: AppliedHead?, by step: SchemaScript.Step, extensions: [ExtensionName], _ stamp: ChangeStamp
  ) async throws(TenancyError) {
    guard let point = step.heads[.shared] else { return }
    let schemas = SchemaTexts(tenant: nil, shared: settings.sharedSchema)
    let path = settings.searchPath(of: settings.sharedSchema, extensions: extensions)
    let enter: SQLFragment = "SELECT tenantry.enter_shared(\(MigrationSetName.shared.text), \(head?.head.hex))"
    var statements = step.statements
    if !step.isTransactional {
      let scope = SoloStep.Scope(
        schema: settings.sharedSchema, tenantID: 0, path: path, schemas: schemas, enter: enter)
      try await runAlone(step, scope)
      statements = []
    }
    var message = try TenantMessage(settings: settings)
    try message.append(enter)
    try message.append(statements, path: path, schemas: schemas)
    try message.append(
      """
      SELECT tenantry.leave_shared(\(MigrationSetName.shared.text), \(point.head.hex), \(point.migration.text), \
      \(point.position), \(SQLValue.textArray(step.migrations.map(\.description))), \(path), \
      pg_catalog.current_setting('search_path'), current_user::text, \(stamp.run), \(stamp.actor), \(stamp.tool))
      """)
    try await send(message, statements, schemas)
  }

  package func execute(
    _ statements: [MigrationStatement], in tenant: TenantRecord, extensions: [ExtensionName]
  ) async throws(TenancyError) -> [ResultSet] {
    let schemas = SchemaTexts(tenant: tenant.schema, shared: settings.sharedSchema)
    let statements = statements.map { SchemaScript.Statement(source: $0, migration: nil) }
    let path = settings.searchPath(of: tenant.schema, extensions: extensions)
    var message = try TenantMessage(settings: settings)
    try message.append("SELECT pg_catalog.set_config('tenantry.role', current_user::text, true)")
    try message.append(statements, path: path, schemas: schemas)
    try message.append(
      """
      SELECT tenantry.check_session(\(path), pg_catalog.current_setting('search_path'), current_user::text)
      """)
    let results = try await send(message, statements, schemas)
    return Array(results.dropFirst(message.firstStatement).dropLast())
  }

  // MARK: Parts of a message

  static func entering(_ tenant: TenantRecord) -> SQLFragment {
    let heads = Dictionary(uniqueKeysWithValues: tenant.heads.map { ($0.key.text, $0.value.head.hex) })
    return """
      SELECT tenantry.enter(\(tenant.name.text), \(tenant.schema.text), \(tenant.schemaOID ?? 0), \
      \(SQLValue.json(JSONText.object(heads))))
      """
  }

  private static func leaving(
    _ tenant: TenantName, _ action: String, _ step: SchemaScript.Step, path: String, _ stamp: ChangeStamp
  ) -> SQLFragment {
    """
    SELECT tenantry.leave(\(tenant.text), \(SQLValue.json(step.headsText)), \(action), \
    \(SQLValue.textArray(step.migrations.map(\.description))), \(path), pg_catalog.current_setting('search_path'), \
    current_user::text, \(stamp.run), \(stamp.actor), \(stamp.tool))
    """
  }

  @discardableResult
  private func send(
    _ message: TenantMessage, _ statements: [SchemaScript.Statement], _ schemas: SchemaTexts
  ) async throws(TenancyError) -> [ResultSet] {
    do {
      return try await database.withConnection(.shared) { lease in try await lease.run(message.message) }
    } catch let error as DatabaseError {
      throw TenancyError(message: error, firstStatement: message.firstStatement, statements: statements, schemas: schemas)
    } catch {
      throw TenancyError(.database, String(describing: error))
    }
  }
}

extension SchemaScript.Step {
  /// The heads as JSON; null for a set that nothing is left of.
  var headsText: String {
    let cleared = clearedSets.map { JSONText.string($0.text) + ":null" }.joined(separator: ",")
    return cleared.isEmpty ? heads.ledgerText : heads.isEmpty ? "{\(cleared)}" : "{\(cleared)," + heads.ledgerText.dropFirst()
  }
}

extension [MigrationSetName: AppliedHead] {
  /// The heads as JSON: `{"standard": {"head": …, "migration": …, "position": 7}}`.
  var ledgerText: String {
    let items = sorted { $0.key < $1.key }.map { set, point in
      JSONText.string(set.text) + ":{\"head\":" + JSONText.string(point.head.hex) + ",\"migration\":"
        + JSONText.string(point.migration.text) + ",\"position\":\(point.position)}"
    }
    return "{" + items.joined(separator: ",") + "}"
  }
}
