import Database
import Logging
import Names
import ORM
import SQL
import SQLiteDriver
import TenantryTestSupport

/// An engine to run a test on.
enum Engine: String, CaseIterable, Sendable {
  case postgres, sqlite
}

let acme = SchemaName(unchecked: "t_acme")
let globex = SchemaName(unchecked: "t_globex")

/// Finds two tenants, and says of a third one that it is suspended.
struct TwoTenants: TenantResolver {
  func placement(of tenant: TenantName) async throws -> TenantPlacement {
    switch tenant.text {
    case "acme": TenantPlacement(tenant: tenant, database: .main, schema: acme)
    case "globex": TenantPlacement(tenant: tenant, database: .main, schema: globex)
    default: throw ORMError(.tenantUnavailable, "Tenant \(tenant) cannot be used.")
    }
  }
}

/// Makes a database with the tables of all models: shared ones, and two tenants'.
func withRegistry<Value: Sendable>(
  _ engine: Engine, connections: Int = 4, logger: Logger = Logger(label: "test"), _ work: (Registry) async throws -> Value
) async throws -> Value {
  try await withDatabase(engine, connections: connections) { database in
    let registry = try Registry(
      database: .borrowed(database), tenants: TwoTenants(), logger: logger,
      models: User.self, Project.self, Ticket.self, Tag.self, ProjectTag.self)
    return try await Instance.with(Instance(registry: registry)) {
      try await registry.run {
        try await registry.schemas().createShared()
        try await registry.schemas().create(acme)
        try await registry.schemas().create(globex)
        return try await work(registry)
      }
    }
  }
}

/// Makes an empty database.
func withDatabase<Value: Sendable>(
  _ engine: Engine, connections: Int = 4, _ work: (any Database) async throws -> Value
) async throws -> Value {
  switch engine {
  case .postgres:
    return try await withTemporaryDatabase(pool: PoolConfiguration(maximumConnections: connections)) { try await work($0) }
  case .sqlite:
    return try await withTemporaryDirectory { directory in
      let configuration = SQLiteConfiguration(directory: directory, busyTimeout: .seconds(120))
      let database = SQLiteDatabase(name: .main, configuration: configuration)
      let result: Result<Value, any Error>
      do { result = .success(try await work(database)) } catch { result = .failure(error) }
      await database.shutdown()
      return try result.get()
    }
  }
}

extension ORMError {
  /// The code of what work throws; nil when it throws nothing, or something else.
  static func code(of work: () async throws -> Void) async -> Code? {
    do {
      try await work()
      return nil
    } catch { return (error as? ORMError)?.code }
  }
}

/// A user to own projects.
func makeUser(_ email: String = "ada@example.com") async throws -> User {
  try await User.create(.init(email: email, name: "Ada"))
}

/// A project of the tenant in scope.
func makeProject(_ slug: String, _ owner: User) async throws -> Project {
  try await Project.create(.init(slug: slug, title: slug.uppercased(), owner: Reference(owner)))
}
