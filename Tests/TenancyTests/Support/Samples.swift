import Database
import FoundationEssentials
import Migrations
import Names
import SQL
import Tenancy
import TenantryTestSupport
import Testing

/// A set of migrations, from texts of `up` sections by file name.
func migrationSet(
  named name: String = "standard", _ files: KeyValuePairs<String, String>, for engine: Dialect.Engine = .postgres
) throws -> MigrationSet {
  let folder = FileManager.default.temporaryDirectory.path + "/tenantry-set-" + UUID().uuidString
  try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
  defer { try? FileManager.default.removeItem(atPath: folder) }
  for (file, text) in files {
    let up = text.hasPrefix("-- migrate:up") ? text : "-- migrate:up\n" + text
    try Data(up.utf8).write(to: URL(filePath: folder + "/" + file))
  }
  let reader = MigrationSetReader(engine: engine, scope: .tenant, managedSchemas: ManagedSchemas(names: []))
  return try reader.read(name: MigrationSetName(name), folder: folder)
}

extension LedgerScope {
  /// What the template `standard` has, from texts by file name.
  func target(_ files: KeyValuePairs<String, String> = Samples.three) throws -> TemplateSets {
    TemplateSets(template: Samples.template, sets: [try migrationSet(files, for: kind.dialect)])
  }

  /// Creates a tenant.
  @discardableResult
  func create(
    _ name: String = "acme", from target: TemplateSets, domains: [String] = [], schema: String? = nil
  ) async throws -> TenantRecord {
    try await engine.create(Samples.tenant(name, domains: domains, schema: schema), from: target, Samples.stamp)
    return try #require(try await record(name))
  }

  /// Drops a tenant and deletes what is left of it.
  func dropAndPurge(_ record: TenantRecord) async throws {
    try await engine.drop(record, Samples.stamp)
    for tombstone in try await ledger.tombstones(of: [record.name]) { try await engine.purge(tombstone, Samples.stamp) }
  }

  /// What the ledger says of a tenant.
  func record(_ name: String = "acme") async throws -> TenantRecord? {
    try await ledger.tenants(TenantFilter(names: [TenantName(name)])).first
  }

  /// The numbers that a query answers with, in a tenant's schema, whose name stands for `$`.
  func numbers(_ query: String, in schema: String = "t_acme") async throws -> [Int] {
    let text = query.replacing("$", with: "\"\(schema)\"")
    return try await database.withConnection(.work(SchemaName(schema))) { lease in
      try await lease.query(SQLFragment(raw: text)).map { try $0.decode(0, as: Int.self) }
    }
  }

  /// Runs a statement of a test's own in the main schema.
  func run(_ statement: String) async throws {
    _ = try await database.withConnection(.shared) { try await $0.query(SQLFragment(raw: statement)) }
  }

  /// Runs a statement of a test's own and reads the texts that it answers with.
  func texts(_ query: String) async throws -> [String?] {
    try await database.withConnection(.shared) { lease in
      try await lease.query(SQLFragment(raw: query)).map { try $0.decode(0, as: String?.self) }
    }
  }

  /// The name of a ledger's table.
  func table(_ name: String) -> String { kind == .postgres ? "tenantry.\(name)" : "tenantry_\(name)" }

  /// True when there is a schema of that name.
  func hasSchema(_ name: String) async throws -> Bool {
    if let files = database.files { return try files.exists(SchemaName(name)) }
    return try await !texts("SELECT nspname::text FROM pg_namespace WHERE nspname = '\(name)'").isEmpty
  }
}

/// What cases are made from.
enum Samples {
  static let template = TemplateName(unchecked: "standard")
  static let stamp = ChangeStamp(run: "run-1", actor: "tester@host", tool: "tests")

  /// A table, and a counter that shows how often a migration ran.
  static let two: KeyValuePairs = [
    "0001_items.sql": "CREATE TABLE items (id integer PRIMARY KEY, note text);",
    "0002_counter.sql": "CREATE TABLE counter (n integer); INSERT INTO counter VALUES (2);",
  ]

  static let three: KeyValuePairs = [
    "0001_items.sql": "CREATE TABLE items (id integer PRIMARY KEY, note text);",
    "0002_counter.sql": "CREATE TABLE counter (n integer); INSERT INTO counter VALUES (2);",
    "0003_more.sql": "INSERT INTO counter VALUES (3);",
  ]

  static func tenant(_ name: String = "acme", domains: [String] = [], schema: String? = nil) throws -> TenantSpecification {
    TenantSpecification(
      name: try TenantName(name), schema: try SchemaName(schema ?? "t_\(name)"), template: template,
      labels: [try LabelKey("plan"): try LabelValue("pro")], domains: try domains.map { try DomainName($0) })
  }
}

/// The error that work ends with; nil when it ends well.
func failure(_ body: () async throws -> Void) async -> TenancyError? {
  do {
    try await body()
    return nil
  } catch let error as TenancyError {
    return error
  } catch {
    Issue.record("not an error of the engine: \(error)")
    return nil
  }
}
