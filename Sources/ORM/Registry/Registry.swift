import Database
public import Logging
public import Names
import SQL

/// The models of an application, the databases that they are on, and the time for which those are connected.
///
/// ```swift
/// let registry = try Registry(
///   database: DatabaseSource { PostgresDatabase(name: $0, configuration: configuration) },
///   extra: [reports: DatabaseSource { SQLiteDatabase(name: $0, configuration: files) }],
///   models: User.self, Project.self, Ticket.self)
/// Instance.bootstrap(Instance(registry: registry))
/// try await registry.run { … }
/// ```
public final class Registry: Sendable {
  /// Which registry of the process it is.
  public let id = RegistryID()
  /// The name of the main database.
  public let mainDatabase: DatabaseName
  /// The schema of shared models on PostgreSQL; on SQLite they are in the main file.
  public let sharedSchemaName: SchemaName
  /// Finds tenants for ``withTenant(_:_:)``; nil where there are none.
  let tenantResolver: (any TenantResolver)?
  let sources: [DatabaseName: DatabaseSource]
  let definitions: ModelDefinitions
  let lifecycle = RegistryLifecycle()
  let logger: Logger

  /// Makes a registry; nothing is connected.
  ///
  /// - Parameters:
  ///   - database: The main database.
  ///   - mainName: What the main database is called.
  ///   - extra: Further databases.
  ///   - sharedSchema: The schema of shared models on PostgreSQL.
  ///   - tenants: Finds tenants by name.
  ///   - enriching: Called for each model; what it changes of indexes, rules, relations and comments holds in this registry.
  ///   - models: The models.
  /// - Throws: ``ORMError`` with ``ORMError/Code/invalidModel`` that says what does not fit together.
  public init(
    database: DatabaseSource, named mainName: DatabaseName = .main, extra: [DatabaseName: DatabaseSource] = [:],
    sharedSchema: SchemaName = .public, tenants: (any TenantResolver)? = nil,
    logger: Logger = Logger(label: "tenantry.orm"), enriching: [ModelCallback] = [], models: any Model.Type...
  ) throws(ORMError) {
    mainDatabase = mainName
    sharedSchemaName = sharedSchema
    tenantResolver = tenants
    self.logger = logger
    sources = extra.merging([mainName: database]) { _, main in main }
    definitions = try ModelDefinitions(models, enriching: enriching)
  }

  /// The registry of the current instance.
  ///
  /// - Throws: ``ORMError`` with ``ORMError/Code/noInstance`` when there is none.
  public static func current() throws(ORMError) -> Registry {
    guard let instance = Instance.current else {
      throw ORMError(
        .noInstance, "There is no instance. Call Instance.bootstrap when the process starts, or use a registry's own handles.")
    }
    return instance.registry
  }

  /// The models, in the order in which they were given.
  public var models: [any Model.Type] { definitions.types }
  /// The models that all tenants share.
  public var sharedModels: [any Model.Type] { definitions.types.filter { $0.scope == .shared } }
  /// The models that each tenant has tables of.
  public var tenantModels: [any Model.Type] { definitions.types.filter { $0.scope == .tenant } }
  /// The models over tables and views that are not ours.
  public var reflectedModels: [any Model.Type] { definitions.types.filter { $0.descriptor.kind != .table } }

  /// True when the model was registered.
  public func contains(_ model: any Model.Type) -> Bool { definitions.byType[ObjectIdentifier(model)] != nil }

  /// What the registry knows of a model: its own description, and what callbacks added.
  ///
  /// - Throws: ``ORMError`` with ``ORMError/Code/unknownModel``.
  public func descriptor(of model: any Model.Type) throws(ORMError) -> ModelDescriptor {
    guard let descriptor = definitions.byType[ObjectIdentifier(model)] else {
      throw ORMError(.unknownModel, "\(model) is not among the registry's models.")
    }
    return descriptor
  }

  /// The schema of shared models.
  func sharedSchema(on dialect: Dialect) -> SchemaName { dialect.engine == .sqlite ? .main : sharedSchemaName }

  /// Where a tenant is.
  ///
  /// - Throws: ``ORMError`` with ``ORMError/Code/tenantUnavailable``.
  public func placement(of tenant: TenantName) async throws -> TenantPlacement {
    guard let tenantResolver else {
      throw ORMError(
        .tenantUnavailable, "The registry has no resolver for tenants, so that \(tenant) cannot be found. Use withSchema.")
    }
    let placement = try await tenantResolver.placement(of: tenant)
    guard sources[placement.database] != nil else { throw ORMError.unknown(placement.database) }
    return placement
  }

  /// The registry that a row came from: the current one, or the one of an open transaction.
  static func current(or id: RegistryID) throws(ORMError) -> Registry {
    if let registry = Instance.current?.registry, registry.id == id { return registry }
    if let registry = RegistryTable.registry(id) { return registry }
    throw ORMError(.noOrigin, "The row came from a registry that does not exist any more.")
  }
}

extension ORMError {
  static func unknown(_ database: DatabaseName) -> ORMError {
    ORMError(.unknownDatabase, "The registry has no database \(database). Name it under extra where the registry is made.")
  }
}

/// Changes what a registry knows of a model; the columns stay as they are.
public typealias ModelCallback = @Sendable (any Model.Type, inout ModelDescriptor) -> Void
