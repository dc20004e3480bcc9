import Database
import Names
import PostgresDriver
import SQL
import Testing

/// A fleet of many small tenants, for what happens in the middle of a run.
struct ManyTenants: Sendable {
  static let count = 50
  static let names = (1...count).map { $0 < 10 ? "n0\($0)" : "n\($0)" }

  let project: Project

  /// Writes the files: four tables, one of them a counter of what ran.
  init(_ project: Project) throws {
    self.project = project
    try project.write(
      "tenants.yaml",
      """
      version: 1
      databases: {main: {url: "${DATABASE_URL:-sqlite:.tenantry}"}}
      templates: {standard: {migrations: tenant, seed: seed.sql}}
      defaults: {database: main, template: standard, lock_timeout: 20s}
      tenants:
      \(Self.names.map { "  - {name: \($0), domains: [\($0).example.com]}" }.joined(separator: "\n"))

      """)
    try project.write(
      "tenant/0001_tables.sql",
      """
      -- migrate:up
      CREATE TABLE counter (n integer NOT NULL);
      CREATE TABLE items (id integer PRIMARY KEY, note text);
      CREATE TABLE parts (id integer PRIMARY KEY, item integer REFERENCES items);
      CREATE INDEX parts_item ON parts (item);

      """)
    try project.write("tenant/0002_more.sql", "-- migrate:up\nCREATE TABLE more (n integer);\nINSERT INTO counter VALUES (2);\n")
    try project.write("seed.sql", "INSERT INTO items VALUES (1, 'seeded');\n")
  }

  /// Adds a migration that must not run twice.
  func addMigration(_ number: Int) throws {
    try project.write(
      "tenant/\(number < 10 ? "000" : "00")\(number)_round.sql",
      "-- migrate:up\nINSERT INTO counter VALUES (\(number));\nALTER TABLE items ADD COLUMN c\(number) text;\n")
  }

  /// How many tenants the ledger says were created; 0 while there is no ledger.
  func created() async -> Int { await count("\(project.table("tenants")) WHERE phase = 'active'") }

  /// How many tenants the ledger says have a migration.
  func migrated(to position: Int) async -> Int { await count("\(project.table("heads")) WHERE position >= \(position)") }

  private func count(_ rest: String) async -> Int {
    guard project.observer.files?.hasMainFile ?? true else { return 0 }
    return ((try? await project.texts("SELECT CAST(count(*) AS text) FROM \(rest)"))?.first).flatMap(Int.init) ?? 0
  }

  /// Waits until so many are done, or the program has ended.
  func wait(for program: Program, until isReached: () async -> Bool) async {
    while program.isRunning, await !isReached() { await Task.yield() }
  }

  /// The schemas that there are of tenants, and of what was left of them.
  private func presentSchemas() async throws -> [String] {
    if let files = project.observer.files { return try files.list().map(\.text) }
    return try await project.texts(
      "SELECT nspname::text FROM pg_namespace WHERE nspname LIKE 't\\_%' OR nspname LIKE 'tenantry\\_%' ORDER BY 1")
  }

  /// Checks that every tenant is there, whole, and that each migration ran once.
  func expectWhole(numbers: ClosedRange<Int>, sourceLocation: Testing.SourceLocation = #_sourceLocation) async throws {
    try await project.expect(0, "status", "--check", sourceLocation: sourceLocation)
    try await project.expect(0, "create", "reference", sourceLocation: sourceLocation)
    let schemas = Self.names.map { "t_\($0)" } + ["t_reference"]
    #expect(try await presentSchemas() == schemas, sourceLocation: sourceLocation)
    let tenants = project.table("tenants")
    #expect(
      try await project.texts("SELECT schema_name FROM \(tenants) WHERE phase = 'active' ORDER BY 1") == schemas,
      sourceLocation: sourceLocation)
    let domains = try await project.texts("SELECT name FROM \(project.table("directory_domains")) ORDER BY 1")
    #expect(domains == Self.names, sourceLocation: sourceLocation)
    let creations = try await project.texts(
      "SELECT CAST(tenant_id AS text) FROM \(project.table("history")) WHERE action = 'create'")
    #expect(creations.count == Self.count + 1 && Set(creations).count == creations.count, sourceLocation: sourceLocation)
    let expected = try await project.fingerprint(of: "t_reference")
    for number in numbers {
      #expect(expected.components("counter", number) == 1, "\(number) in \(expected)", sourceLocation: sourceLocation)
    }
    for schema in schemas {
      #expect(try await project.fingerprint(of: schema) == expected, "\(schema)", sourceLocation: sourceLocation)
    }
  }
}

extension String {
  /// How many rows of a table are one number.
  fileprivate func components(_ table: String, _ number: Int) -> Int {
    split(separator: "\n").count { $0 == "\(table) (\(number))" || $0 == "\(table) \(number)" }
  }
}
