import Database
import Foundation
import Names
import SQL
import Testing

/// What `doctor` finds and puts right, on both engines.
@Suite struct DoctorTests {
  @Test(arguments: TestEngine.available)
  func `a healthy fleet has no problems, and looking changes nothing`(_ kind: TestEngine) async throws {
    try await Project.withFleet(kind) { project in
      let before = try await project.fingerprint()
      #expect(try await project.problems(status: 0) == [])
      #expect(try await project.problems("--repair", "--yes", status: 0) == [])
      #expect(try await project.fingerprint() == before)
      let text = try await project.expect(0, "doctor").stdout
      #expect(text.contains("No problems"))
      #expect(text.contains(kind == .postgres ? "libpq" : "SQLite"))
    }
  }

  @Test(arguments: TestEngine.available)
  func `a database without a ledger is no problem`(_ kind: TestEngine) async throws {
    try await Project.with(kind) { project in
      let url = project.environment["DATABASE_URL"] ?? "sqlite:.tenantry"
      let output = try await project.expect(0, "doctor", "--database", url, "--output", "json")
      let findings = try #require(try output.json()["findings"] as? [[String: Any]])
      #expect(findings.contains { $0["code"] as? String == "ledger-missing" })
    }
  }

  @Test func `a server that does not answer is 69`() async throws {
    try await Project.with(.sqlite) { project in
      let output = try await project.expect(69, "doctor", "--database", "postgres://nobody@127.0.0.1:1/x", "--output", "json")
      #expect(try output.errors().isEmpty == false)
    }
  }

  @Test(arguments: TestEngine.available)
  func `the directory is made again from the ledger`(_ kind: TestEngine) async throws {
    try await Project.withFleet(kind) { project in
      let (directory, domains) = (project.table("directory"), project.table("directory_domains"))
      let before = try await project.texts("SELECT name || phase FROM \(directory) ORDER BY 1")
      try await project.tamper("DELETE FROM \(directory) WHERE name = 'acme'")
      try await project.tamper("UPDATE \(directory) SET phase = 'suspended' WHERE name = 'globex'")
      try await project.tamper(
        "INSERT INTO \(directory) SELECT 'ghost', 't_ghost', 'main', 'active', updated_at FROM \(directory) LIMIT 1")
      #expect(
        try await project.problems(status: 2) == ["directory-extra", "directory-missing", "directory-stale"])
      #expect(try await project.problems("--repair", "--yes", status: 0) == [])
      #expect(try await project.problems(status: 0) == [])
      #expect(try await project.texts("SELECT name || phase FROM \(directory) ORDER BY 1") == before)
      #expect(try await project.texts("SELECT name FROM \(domains)") == ["acme"])
    }
  }

  @Test(arguments: TestEngine.available)
  func `a reservation is freed when it is old, and left alone when it is young`(_ kind: TestEngine) async throws {
    try await Project.withFleet(kind) { project in
      let directory = project.table("directory")
      try await project.tamper(
        "INSERT INTO \(directory) SELECT 'late', 't_late', 'main', 'creating', updated_at FROM \(directory) LIMIT 1")
      #expect(try await project.problems("--repair", "--yes", status: 2) == ["reservation-left"])
      try await project.tamper(
        "UPDATE \(directory) SET updated_at = '2020-01-01 00:00:00.000000+00' WHERE name = 'late'")
      #expect(try await project.problems("--repair", "--yes", status: 0) == [])
    }
  }

  @Test(arguments: TestEngine.available)
  func `nothing is repaired without a yes where nobody can be asked`(_ kind: TestEngine) async throws {
    try await Project.withFleet(kind) { project in
      try await project.tamper("DELETE FROM \(project.table("directory")) WHERE name = 'acme'")
      let before = try await project.fingerprint()
      try await project.expect(64, "doctor", "--repair")
      #expect(try await project.fingerprint() == before)
      try await project.expect(64, "doctor", "--yes")
    }
  }

  // MARK: PostgreSQL

  @Test(.enabled(if: TestEngine.available.contains(.postgres)))
  func `stamps that are gone come back, and those that differ are a person's`() async throws {
    try await Project.withFleet(.postgres) { project in
      let stamp = try await project.texts("SELECT obj_description('t_acme'::regnamespace, 'pg_namespace')")
      try await project.tamper("COMMENT ON SCHEMA t_acme IS 'the note of a person'")
      try await project.tamper("COMMENT ON SCHEMA t_globex IS 'tenantry:1 standard=0000000000000000@0001_items'")
      #expect(try await project.problems(status: 2) == ["stamp-differs", "stamp-missing"])
      #expect(try await project.problems("--repair", "--yes", status: 2) == ["stamp-differs"])
      let comment = try await project.texts("SELECT obj_description('t_acme'::regnamespace, 'pg_namespace')")
      #expect(comment == ["the note of a person\n\(stamp[0])"])
    }
  }

  @Test(.enabled(if: TestEngine.available.contains(.postgres)))
  func `a schema that was dumped and restored is taken for the tenant's again, and a stranger's is not`() async throws {
    try await Project.withFleet(.postgres) { project in
      for name in ["t_acme", "t_globex"] {
        let stamp = try await project.texts("SELECT obj_description('\(name)'::regnamespace, 'pg_namespace')")
        try await project.tamper("DROP SCHEMA \(name) CASCADE")
        try await project.tamper("CREATE SCHEMA \(name)")
        if name == "t_acme" {
          try await project.tamper("CREATE TABLE t_acme.items (id integer PRIMARY KEY)")
          try await project.tamper("COMMENT ON SCHEMA t_acme IS '\(stamp[0])'")
        }
      }
      #expect(try await project.problems(status: 2) == ["schema-missing", "schema-returned"])
      #expect(try await project.problems("--repair", "--yes", status: 2) == ["schema-missing"])
      try await project.expect(0, "exec", "acme", "SELECT count(*) FROM items")
      try await project.expect(1, "exec", "globex", "SELECT 1")
    }
  }

  @Test(.enabled(if: TestEngine.available.contains(.postgres)))
  func `orphans, half-made steps and invalid indexes are found in the catalog`() async throws {
    try await Project.withFleet(.postgres) { project in
      try await project.tamper("CREATE SCHEMA t_orphan")
      try await project.tamper("COMMENT ON SCHEMA t_orphan IS 'tenantry:1 standard=00@0001_items'")
      try await project.tamper("CREATE SCHEMA tenantry_dropped_99")
      try await project.tamper("CREATE SCHEMA somebody_elses")
      try await project.tamper("CREATE INDEX broken ON t_acme.items (id)")
      try await project.tamper("UPDATE pg_index SET indisvalid = false WHERE indexrelid = 't_acme.broken'::regclass")
      try await project.tamper(
        "INSERT INTO tenantry.pending_steps (tenant_id, migration) SELECT id, 'x' FROM tenantry.tenants LIMIT 1")
      try await project.expect(0, "drop", "initech", "--yes")
      #expect(
        try await project.problems(status: 2) == ["index-invalid", "orphan-schema", "orphan-schema", "step-pending"])
    }
  }

  @Test(.enabled(if: TestEngine.available.contains(.postgres)))
  func `a login without rights is told which ones it lacks`() async throws {
    try await Project.withFleet(.postgres) { project in
      let role = "tenantry_doctor_\(UInt32.random(in: 0...UInt32.max))"
      try await project.tamper("CREATE ROLE \(role) LOGIN")
      var environment = project.environment
      environment["DATABASE_URL"] = environment["DATABASE_URL"]?.replacingOccurrences(of: "postgres@", with: "\(role)@")
      let blind = try await Program(["doctor", "--output", "json"], in: project.folder, environment: environment).wait()
      #expect(blind.status == 2 && blind.stdout.contains("GRANT CREATE ON DATABASE"), "\(blind.stdout) \(blind.stderr)")
      try await project.tamper("GRANT USAGE ON SCHEMA tenantry TO \(role)")
      try await project.tamper("GRANT SELECT ON ALL TABLES IN SCHEMA tenantry TO \(role)")
      let reader = try await Program(["doctor", "--output", "json"], in: project.folder, environment: environment).wait()
      #expect(reader.status == 2)
      let codes = (try reader.json()["findings"] as? [[String: Any]] ?? []).compactMap { $0["code"] as? String }
      #expect(codes.contains("owner-differs") && codes.count { $0 == "grant-missing" } > 2, "\(codes)")
      try await project.tamper("DROP OWNED BY \(role)")
      try await project.tamper("DROP ROLE \(role)")
    }
  }

  @Test(.enabled(if: TestEngine.available.contains(.postgres)))
  func `settings of the login that change what SQL means are found`() async throws {
    try await Project.withFleet(.postgres) { project in
      let database = try await project.texts("SELECT current_database()::text")[0]
      try await project.tamper("ALTER DATABASE \(database) SET statement_timeout = '2s'")
      let output = try await project.expect(0, "doctor", "--output", "json")
      let findings = try #require(try output.json()["findings"] as? [[String: Any]])
      #expect(findings.contains { $0["subject"] as? String == "statement_timeout" && $0["severity"] as? String == "note" })
      try await project.tamper("ALTER DATABASE \(database) SET default_transaction_read_only = on")
      #expect(try await project.problems(status: 2) == ["read-only"])
    }
  }

  // MARK: SQLite

  @Test func `files that no tenant has are found, whatever they are called`() async throws {
    try await Project.withFleet(.sqlite) { project in
      let folder = project.folder + "/.tenantry"
      try FileManager.default.copyItem(atPath: folder + "/t_acme.db", toPath: folder + "/t_stray.db")
      try Data().write(to: URL(fileURLWithPath: folder + "/tenantry_dropped_77.buried"))
      try await project.expect(0, "drop", "initech", "--yes")
      #expect(try await project.problems(status: 2) == ["orphan-file", "orphan-file"])
      #expect(FileManager.default.fileExists(atPath: folder + "/t_stray.db"))
    }
  }

  @Test func `a damaged file, one that is gone and one that was exchanged are three findings`() async throws {
    try await Project.withFleet(.sqlite) { project in
      let folder = project.folder + "/.tenantry"
      try FileManager.default.removeItem(atPath: folder + "/t_acme.db")
      try FileManager.default.removeItem(atPath: folder + "/t_globex.db")
      try FileManager.default.copyItem(atPath: folder + "/t_initech.db", toPath: folder + "/t_globex.db")
      let file = URL(fileURLWithPath: folder + "/t_initech.db")
      var bytes = try Data(contentsOf: file)
      for index in 100..<min(bytes.count, 4000) { bytes[index] ^= 0x5A }
      try bytes.write(to: file)
      #expect(try await project.problems(status: 2) == ["file-damaged", "schema-missing", "stamp-differs"])
    }
  }

  @Test func `what is half made is taken away, and its data is kept as a tombstone`() async throws {
    try await Project.withFleet(.sqlite) { project in
      try await project.tamper("UPDATE tenantry_tenants SET phase = 'creating' WHERE name = 'acme'")
      try await project.tamper("UPDATE tenantry_tenants SET phase = 'dropping' WHERE name = 'globex'")
      #expect(try await project.problems(status: 2).filter { $0 == "half-made" }.count == 2)
      #expect(try await project.problems("--repair", "--yes", status: 0) == [])
      #expect(try await project.problems(status: 0) == [])
      let names = try FileManager.default.contentsOfDirectory(atPath: project.folder + "/.tenantry")
      #expect(names.count { $0.hasSuffix(".buried") } == 2)
      #expect(try await project.texts("SELECT name FROM tenantry_tenants WHERE phase <> 'dropped'") == ["initech"])
    }
  }

  @Test func `the ledger follows what a tenant's file says of itself`() async throws {
    try await Project.withFleet(.sqlite) { project in
      try await project.tamper("DELETE FROM tenantry_heads WHERE tenant_id = 1")
      #expect(try await project.problems(status: 2) == ["mirror-stale"])
      #expect(try await project.problems("--repair", "--yes", status: 0) == [])
      try await project.expect(0, "status", "--check")
    }
  }
}
