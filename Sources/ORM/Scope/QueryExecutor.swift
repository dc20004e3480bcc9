import Database
import Logging
import Names
import SQL

/// Where one operation runs: made once, when it is executed, from what it was told and the scope of its task.
///
/// It is the only reader of the scope. Everything that belongs to an operation, prefetched relations too, runs where it says.
struct QueryExecutor: Sendable {
  let registry: Registry
  let database: DatabaseName
  /// The schema of tenants' tables; nil when no tenant is in scope.
  let tenantSchema: SchemaName?
  /// The transaction that the operation is a part of.
  var transaction: TransactionSession?
  /// Whether statements are logged.
  private let logsStatements = Instance.current?.settings.logsStatements ?? false

  /// Resolves the place of a query.
  ///
  /// - Throws: ``ORMError`` when there is no registry, when the model is a tenant's and there is no tenant, or when tenant and database
  ///   do not belong together.
  init(_ root: any Model.Type, _ placement: Placement, registry named: Registry?) throws(ORMError) {
    if let named { registry = named } else { registry = try Registry.current() }
    let scope = Scope.current(for: registry)
    let tenant = scope.tenant
    let isTenants = root.scope == .tenant
    database =
      placement.database ?? (isTenants ? tenant?.database : nil) ?? scope.database ?? tenant?.database ?? registry.mainDatabase
    if let schema = placement.schema {
      tenantSchema = schema
    } else if let tenant {
      if isTenants, tenant.database != database { throw .misplaced(tenant, on: database, root.descriptor.name) }
      tenantSchema = tenant.database == database ? tenant.schema : nil
    } else {
      tenantSchema = scope.schema
    }
    transaction = scope.transaction(on: database, of: registry.id)
    try check(root)
  }

  /// Resolves the place of work on a row: where the row came from.
  init(following origin: Origin?, of model: any Model.Type) throws(ORMError) {
    guard let origin else {
      throw ORMError(
        .noOrigin, "This \(model.descriptor.name) was made by hand and is no row. Create one from a draft, or read one.",
        model: model.descriptor.name)
    }
    let registry = try Registry.current(or: origin.registry)
    let scope = Scope.current(for: registry)
    self.registry = registry
    database = origin.database
    if model.scope == .tenant {
      tenantSchema = origin.schema
    } else if let tenant = scope.tenant {
      tenantSchema = tenant.database == origin.database ? tenant.schema : nil
    } else {
      tenantSchema = scope.schema
    }
    transaction = scope.transaction(on: origin.database, of: registry.id)
    try check(model)
  }

  private func check(_ root: any Model.Type) throws(ORMError) {
    guard registry.contains(root) else {
      throw ORMError(
        .unknownModel, "\(root.descriptor.name) is not among the registry's models. Name it where the registry is made.",
        model: root.descriptor.name)
    }
    guard root.scope == .shared || tenantSchema != nil else {
      throw ORMError(
        .noTenant,
        "\(root.descriptor.name) belongs to a tenant, and none is in scope. Run this inside withTenant or withSchema, or name "
          + "the schema with using(schema:).", model: root.descriptor.name)
    }
    if let schema = tenantSchema,
      let violation = schema.violationForTenant(shared: registry.sharedSchemaName, extensions: .extensions)
    {
      throw ORMError(.noTenant, "The schema \(schema) \(violation.reason): tenants have none of that name.")
    }
  }

  /// Refuses a condition that compares with a row from elsewhere: the key alone would find other rows.
  func check(_ condition: Predicate?) throws(ORMError) {
    for case .row(let row) in condition?.fragment.pieces ?? [] {
      let isHere =
        row.origin.registry == registry.id && row.origin.database == database
        && (row.scope == .shared || row.origin.schema == tenantSchema)
      guard isHere else {
        throw ORMError(
          .foreignTenant,
          "The condition names a \(row.model) of \(row.origin), and the query goes to \(database)"
            + (tenantSchema.map { "/\($0)" } ?? "") + ". Look the \(row.model) up there.", model: row.model)
      }
    }
  }

  /// The schemas of tables, on an engine.
  func schemas(_ dialect: Dialect) -> SchemaResolution {
    SchemaResolution(tenant: tenantSchema, shared: registry.sharedSchema(on: dialect))
  }

  /// Writes a statement and runs it.
  func query(_ fragment: SQLFragment, on connection: borrowing ConnectionLease) async throws -> ResultSet {
    let statement: RenderedSQL
    do { statement = try fragment.rendered(for: connection.dialect, in: schemas(connection.dialect)) } catch {
      throw DatabaseError(.invalidValue, error.message)
    }
    // The text alone: values are binds, and may be secrets.
    if logsStatements { registry.logger.info("\(statement.text)", metadata: ["database": "\(database)"]) }
    return try await connection.query(statement)
  }

  /// Where the rows of a model come from.
  func origin(of model: any Model.Type, _ dialect: Dialect) throws(ORMError) -> Origin {
    do {
      let schema = try schemas(dialect).schema(of: model.placement)
      return Origin(registry: registry.id, database: database, schema: schema)
    } catch { throw ORMError(.noTenant, error.message, model: model.descriptor.name) }
  }

  /// Lends a connection: the transaction's, or one of the pool's.
  ///
  /// - Parameters:
  ///   - usesTenant: Whether tenants' tables are touched.
  ///   - writes: The model whose table is written.
  func withConnection<Value: Sendable>(
    usesTenant: Bool, writing model: (any Model.Type)? = nil, _ work: (borrowing ConnectionLease) async throws -> Value
  ) async throws -> Value {
    guard !usesTenant || tenantSchema != nil else {
      throw ORMError(.noTenant, "The query leads to a tenant's tables, and no tenant is in scope. Run this inside withTenant.")
    }
    if let transaction {
      return try await transaction.lend(usesTenant ? tenantSchema : nil, writing: model.map { written(by: $0) }, work)
    }
    return try await registry.withOpenDatabase(database) { open in
      try await open.withConnection(usesTenant ? .work(tenantSchema) : .shared, work)
    }
  }

  private func written(by model: any Model.Type) -> SchemaName { model.scope == .tenant ? tenantSchema ?? .main : .main }
}

extension Model {
  /// Whose schema its table stands in.
  static var placement: TableReference.Placement { scope == .tenant ? .tenant : .shared }
  /// Its table.
  static var tableReference: TableReference { TableReference(descriptor.table, in: placement) }
}

extension ORMError {
  static func misplaced(_ tenant: TenantPlacement, on database: DatabaseName, _ model: String) -> ORMError {
    ORMError(
      .noTenant,
      "Tenant \(tenant.tenant) is placed on \(tenant.database), and this goes to \(database). Leave the database out, or name "
        + "the schema too.", model: model)
  }
}
