public import Names

/// What the current task is bound to.
///
/// It is the one task-local value of the library. Child tasks inherit it, detached tasks do not. It changes through `withX` functions
/// only, and it is read once per operation, when the operation is executed.
public struct Scope: Sendable {
  /// The instance that was bound to the task; the process-wide one holds where it is nil.
  public internal(set) var instance: Instance?
  /// The tenant.
  public internal(set) var tenant: TenantPlacement?
  /// The schema of tenants' tables, where it was named by itself.
  public internal(set) var schema: SchemaName?
  /// The database.
  public internal(set) var database: DatabaseName?
  /// The transactions that are open, the innermost last.
  var transactions: [TransactionSession] = []

  @TaskLocal static var taskScope = Scope()

  /// The scope of the current task.
  public static var current: Scope { taskScope }

  /// The scope as far as it is about a registry: what was said of tenant, schema and database is about the instance's own.
  static func current(for registry: Registry) -> Scope {
    var scope = taskScope
    guard let instance = Instance.current, instance.registry.id != registry.id else { return scope }
    (scope.tenant, scope.schema, scope.database) = (nil, nil, nil)
    return scope
  }

  /// Runs work in a changed scope.
  static func with<Value>(_ change: (inout Scope) -> Void, _ work: () async throws -> Value) async rethrows -> Value {
    var scope = taskScope
    change(&scope)
    return try await $taskScope.withValue(scope) { try await work() }
  }

  /// The innermost open transaction on a database.
  func transaction(on database: DatabaseName, of registry: RegistryID) -> TransactionSession? {
    transactions.last { $0.registry == registry && $0.database == database }
  }
}

/// Where a tenant is.
public struct TenantPlacement: Sendable, Hashable {
  /// Its name.
  public let tenant: TenantName
  /// The database that it is placed on.
  public let database: DatabaseName
  /// Its schema.
  public let schema: SchemaName

  /// Makes a placement.
  public init(tenant: TenantName, database: DatabaseName, schema: SchemaName) {
    self.tenant = tenant
    self.database = database
    self.schema = schema
  }
}
