import Database
import Events
import FoundationEssentials
import Manifest
import Names
import PostgresDriver
import SQL
import SQLiteDriver
import Synchronization
import Tenancy
import TenantOperations
import TenantryTestSupport
import Testing

/// The engines that a case runs on.
enum TestEngine: String, Sendable, CaseIterable, CustomTestStringConvertible {
  case postgres
  case sqlite

  /// Those that there are here.
  ///
  /// Without a server PostgreSQL is left out, unless there has to be one.
  static let available = allCases.filter { $0 == .sqlite || PostgresSettings() != nil || isServerRequired }

  private static var isServerRequired: Bool {
    ProcessInfo.processInfo.environment["TENANTRY_TEST_REQUIRE_POSTGRES"] == "1"
  }

  var testDescription: String { rawValue }
}

/// A folder with a manifest and migration files, and a database for it.
struct FleetScope: Sendable {
  let kind: TestEngine
  let folder: String
  let url: String

  /// Makes a folder with the files of ``files`` and a database that nobody else has.
  static func with(_ kind: TestEngine, _ body: (FleetScope) async throws -> Void) async throws {
    try await withTemporaryDirectory { folder in
      switch kind {
      case .sqlite: try await body(FleetScope(kind: kind, folder: folder, url: "sqlite:data"))
      case .postgres:
        try await withTemporaryDatabase { database in
          let name = try await database.withConnection(.shared) { lease in
            try await lease.query("SELECT current_database()::text")[0].decode(0, as: String.self)
          }
          let settings = try #require(PostgresSettings())
          let url = "postgres://\(settings.user)@\(settings.host):\(settings.port)/\(name)"
          try await body(FleetScope(kind: kind, folder: folder, url: url))
        }
      }
    }
  }

  init(kind: TestEngine, folder: String, url: String) throws {
    self.kind = kind
    self.folder = folder
    self.url = url
    try write("shared/0001_plans.sql", "-- migrate:up\nCREATE TABLE plans (name text PRIMARY KEY);\n")
    try write("tenant/0001_items.sql", "-- migrate:up\nCREATE TABLE items (id integer PRIMARY KEY, note text);\n")
    try write("tenant/0002_counter.sql", "-- migrate:up\nCREATE TABLE counter (n integer);\nINSERT INTO counter VALUES (2);\n")
    try write("pro/0001_extras.sql", "-- migrate:up\nCREATE TABLE extras (n integer);\n")
    try write("other/0001_other.sql", "-- migrate:up\nCREATE TABLE other (n integer);\n")
    try write("seed.sql", "INSERT INTO items VALUES (1, 'seeded');\n")
  }

  func write(_ path: String, _ text: String) throws {
    let file = URL(filePath: folder + "/" + path)
    try FileManager.default.createDirectory(at: file.deletingLastPathComponent(), withIntermediateDirectories: true)
    try Data(text.utf8).write(to: file)
  }

  /// A third migration of the template `standard`.
  func addMigration(_ text: String = "INSERT INTO counter VALUES (3);") throws {
    try write("tenant/0003_more.sql", "-- migrate:up\n\(text)\n")
  }

  /// The manifest with these tenants, one flow mapping each.
  func manifest(_ tenants: String..., templates: String = FleetScope.templates) throws -> Manifest {
    let lines = tenants.map { "  - \($0)\n" }.joined()
    return try manifest(
      text: """
        version: 1
        databases: {main: {url: "${URL}"}}
        shared: {schema: public, migrations: shared}
        templates:
        \(templates)
        defaults: {database: main, template: standard, lock_timeout: 500ms}
        tenants:\(lines.isEmpty ? " []" : "\n" + lines)
        """)
  }

  static let templates = """
      standard: {migrations: tenant, seed: seed.sql}
      pro: {extends: standard, migrations: pro}
      other: {migrations: other}
    """

  func manifest(text: String) throws -> Manifest {
    try write("tenants.yaml", text + "\n")
    return try ManifestReader(environment: ["URL": url]).read(file: folder + "/tenants.yaml")
  }

  /// Runs work in a workspace; names are free at once, unless it says otherwise.
  func with<Value: Sendable>(
    _ manifest: Manifest, events: EventHub = EventHub(), nameRetention: Duration = .zero,
    _ body: (Workspace) async throws -> Value
  ) async throws -> Value {
    try await Workspace.with(manifest, connector: TestConnector(), events: events, nameRetention: nameRetention, body)
  }

  /// Applies a manifest.
  @discardableResult
  func apply(_ manifest: Manifest) async throws -> OperationReport {
    try await with(manifest) { try await $0.apply(.test) }
  }

  /// The numbers in a tenant's table `counter`.
  func counter(_ tenant: String) async throws -> [Int] {
    try await with(manifest()) { workspace in
      let report = try await workspace.execute(
        .text("SELECT n FROM counter ORDER BY n", named: "<sql>"), in: .named(tenant), .test)
      return report.outcomes[0].answers[0].rows.map { row in if case .integer(let number) = row[0] { Int(number) } else { -1 } }
    }
  }
}

/// The drivers, as the program uses them.
struct TestConnector: DatabaseConnector {
  func database(_ declaration: DatabaseDeclaration, defaults: Defaults) throws(OperationError) -> any Database {
    switch declaration.location {
    case .postgres(let location):
      PostgresDatabase(
        name: declaration.name, configuration: PostgresConfiguration(location: location, applicationName: "tenantry-test"),
        pool: PoolConfiguration(maximumConnections: 4))
    case .sqliteDirectory(let path), .sqliteFile(let path):
      SQLiteDatabase(
        name: declaration.name,
        configuration: SQLiteConfiguration(directory: path, busyTimeout: .seconds(60), durability: .normal))
    }
  }
}

extension OperationContext {
  static let test = OperationContext(stamp: ChangeStamp(run: "run-1", actor: "tester", tool: "tests"))
}

extension TenantSelection {
  static func named(_ names: String...) -> TenantSelection { TenantSelection(names: names.map { TenantName(unchecked: $0) }) }
}

extension OperationReport {
  /// What became of each tenant, in a word.
  var words: [String] {
    outcomes.map { outcome in
      switch outcome.result {
      case .created: "\(outcome.tenant) created"
      case .migrated(let migrations): "\(outcome.tenant) migrated \(migrations.count)"
      case .updated(let changes): "\(outcome.tenant) updated \(changes.joined(separator: " "))"
      case .unchanged: "\(outcome.tenant) unchanged"
      case .rolledBack(let migrations): "\(outcome.tenant) rolled back \(migrations.count)"
      case .renamed(let former, let schema): "\(outcome.tenant) renamed from \(former), \(schema)"
      case .dropped: "\(outcome.tenant) dropped"
      case .purged: "\(outcome.tenant) purged"
      case .failed(let error): "\(outcome.tenant) failed \(error.code)"
      case .skipped: "\(outcome.tenant) skipped"
      }
    }
  }
}

/// The error that work ends with; nil when it ends well.
func failure(_ body: () async throws -> Void) async -> OperationError? {
  do {
    try await body()
    return nil
  } catch let error as OperationError {
    return error
  } catch {
    Issue.record("not an error of an operation: \(error)")
    return nil
  }
}
