import FoundationEssentials
import Names
import SQL
import Testing

@testable import Migrations

@Suite struct MigrationSetReaderTests {
  private static let text = "-- migrate:up\nSELECT 1;\n"

  private func read(_ files: [String: String], _ engine: Dialect.Engine = .postgres) throws -> MigrationSet {
    try withFolder(files) { folder in
      try reader(engine).read(name: MigrationSetName(unchecked: "standard"), folder: folder)
    }
  }

  /// The refusals as `FILE:LINE:COLUMN code`, files without their folder.
  private func refusals(_ files: [String: String], _ engine: Dialect.Engine = .postgres) throws -> [String] {
    try withFolder(files) { folder in
      do throws(DiagnosticsError) {
        _ = try reader(engine).read(name: .shared, folder: folder)
        return []
      } catch {
        return error.diagnostics.map { "\($0.location) \($0.code)".replacing(folder + "/", with: "") }
      }
    }
  }

  @Test func `files are ordered by their number, whatever its width`() throws {
    let names = ["10_j", "9_i", "0002_b", "00000000000000000001_a", "20240101120000_y", "99999999999999999999_z", "3_c"]
    let set = try read(Dictionary(uniqueKeysWithValues: names.map { ("\($0).sql", Self.text) }))
    #expect(set.migrations.map { $0.id.text.split(separator: "_").last ?? "" } == ["a", "b", "c", "i", "j", "y", "z"])
    #expect(set.heads.count == 7 && Set(set.heads).count == 7)
  }

  @Test func `an engine reads its own files and those without a suffix`() throws {
    let files = [
      "0001_a.sql": Self.text, "0002_b.postgres.sql": "-- migrate:up\nSELECT 2;", "0002_b.sqlite.sql": "-- migrate:up\nSELECT 3;",
    ]
    #expect(try read(files).migrations.flatMap(\.up).map(\.acmeText) == ["SELECT 1", "SELECT 2"])
    #expect(try read(files, .sqlite).migrations.flatMap(\.up).map(\.acmeText) == ["SELECT 1", "SELECT 3"])
    #expect(try read(files).migrations.map(\.id.text) == ["0001_a", "0002_b"])
  }

  @Test func `what is no migration is left alone`() throws {
    let files = [
      "0001_a.sql": Self.text, "README.md": "", ".0002_b.sql": "x", "0003_c.sql~": "x", "notes": "", "x.sql/0004_d.sql": "x",
    ]
    #expect(try read(files).migrations.map(\.id.text) == ["0001_a"])
    #expect(try read([:]).migrations.isEmpty)
  }

  @Test(
    arguments: [
      ("add_users.sql", "file-name"), ("0001.sql", "file-name"), ("0001_.sql", "file-name"), ("0001-a.sql", "file-name"),
      ("0001_A.sql", "file-name"), ("0001_a b.sql", "file-name"), ("0001_ä.sql", "file-name"), ("V1__a.sql", "file-name"),
      ("0001_a.SQL", "file-name"), ("0001_a.mysql.sql", "file-name"), ("0001_a.postgres.sqlite.sql", "file-name"),
      ("0001_a.Postgres.sql", "file-name"), ("000000000000000000001_a.sql", "file-name"), ("0001_a..sql", "file-name"),
      ("٠٠٠١_a.sql", "file-name"),
    ])
  func `other SQL files are refused`(name: String, code: String) throws {
    #expect(try refusals([name: Self.text]) == ["\(name):1:1 \(code)"])
    let kind = MigrationFileName.kind(of: name)
    guard case .refused(let refusal) = kind else {
      Issue.record("\(kind)")
      return
    }
    #expect(refusal.severity == .malformed)
  }

  @Test(
    arguments: [
      (["0001_a.sql", "0001_b.sql"], ["0001_b.sql:1:1 duplicate-number"]),
      (["0001_a.sql", "1_b.sql"], ["1_b.sql:1:1 duplicate-number"]),
      (["0001_a.sql", "001_a.sql"], ["001_a.sql:1:1 duplicate-number"]),
      (
        ["0001_a.postgres.sql", "0001_b.sqlite.sql"],
        ["0001_a.postgres.sql:1:1 missing-engine-file", "0001_b.sqlite.sql:1:1 duplicate-number"]
      ),
      (["0001_a.sql", "0001_a.sqlite.sql"], ["0001_a.sqlite.sql:1:1 duplicate-migration"]),
      (["0001_a.sql", "0001_a.postgres.sql"], ["0001_a.postgres.sql:1:1 duplicate-migration"]),
      (["0001_a.postgres.sql"], ["0001_a.postgres.sql:1:1 missing-engine-file"]),
      (
        ["0001_a.sqlite.sql", "0002_b.sql", "0002_b.sqlite.sql", "0002_c.sql"],
        ["0002_b.sqlite.sql:1:1 duplicate-migration", "0002_c.sql:1:1 duplicate-number"]
      ),
    ])
  func `files that collide are refused, the later one`(names: [String], expected: [String]) throws {
    let files = Dictionary(uniqueKeysWithValues: names.map { ($0, Self.text) })
    #expect(try refusals(files, .sqlite) == expected)
  }

  @Test func `collisions are conflicts and name the other file`() throws {
    try withFolder(["0001_a.sqlite.sql": Self.text]) { folder in
      let error = #expect(throws: DiagnosticsError.self) { try reader(.postgres).read(name: .shared, folder: folder) }
      #expect(error?.isMalformed == false)
      #expect(error?.diagnostics.first?.message.contains("0001_a.postgres.sql") == true)
    }
  }

  @Test func `what is wrong with all files is reported in their order`() throws {
    let files = [
      "0003_c.sql": "-- migrate:up\nCOMMIT;", "0001_a.sql": "SELECT 1;", "x.sql": "", "0002_b.sql": Self.text,
      "0004_d.sql": "-- migrate:up\n\0",
    ]
    #expect(
      try refusals(files) == [
        "0001_a.sql:1:1 text-before-section", "0003_c.sql:2:1 transaction-control", "0004_d.sql:2:1 nul-character",
        "x.sql:1:1 file-name",
      ])
  }

  @Test func `fifty findings are reported for a folder`() throws {
    let text = "-- migrate:up\n" + String(repeating: "COMMIT;\n", count: 30)
    #expect(try refusals(["0001_a.sql": text, "0002_b.sql": text]).count == 50)
  }

  @Test func `a folder that is missing refers to nothing, and a file is no folder`() throws {
    let missing = #expect(throws: DiagnosticsError.self) { try reader(.postgres).read(name: .shared, folder: "/nowhere/at/all") }
    #expect(missing?.diagnostics.map(\.severity) == [.conflicting])
    try withFolder(["a": ""]) { folder in
      let error = #expect(throws: DiagnosticsError.self) { try reader(.postgres).read(name: .shared, folder: folder + "/a") }
      #expect(error?.diagnostics.map(\.code) == ["unreadable"])
    }
  }

  @Test func `links are followed, and what has no end is not read`() throws {
    try withFolder(["elsewhere/x.txt": Self.text]) { folder in
      try FileManager.default.createSymbolicLink(atPath: folder + "/0001_a.sql", withDestinationPath: folder + "/elsewhere/x.txt")
      #expect(try reader(.postgres).read(name: .shared, folder: folder).migrations.count == 1)
      try FileManager.default.createSymbolicLink(atPath: folder + "/0002_b.sql", withDestinationPath: "/dev/zero")
      let error = #expect(throws: DiagnosticsError.self) { try reader(.postgres).read(name: .shared, folder: folder) }
      #expect(error?.diagnostics.map(\.code) == ["unreadable"])
    }
  }

  // MARK: - Seeds

  @Test func `a seed is statements alone`() throws {
    try withFolder(["seed.sql": "-- data\r\nINSERT INTO a VALUES ('${tenant_schema}');\nINSERT INTO b VALUES (2)"]) { folder in
      let statements = try reader(.postgres).readSeed(file: folder + "/seed.sql")
      #expect(statements.map(\.acmeText) == ["INSERT INTO a VALUES ('t_acme')", "INSERT INTO b VALUES (2)"])
      #expect(statements.map(\.location.line) == [2, 3])
    }
  }

  @Test func `a seed is refused for the same reasons, and for sections`() throws {
    let text = "-- migrate:up\nCOMMIT;\nCREATE INDEX CONCURRENTLY a ON b (c);\n-- tenantry: transaction=false\n\\i x\nSELECT 'a"
    try withFolder(["seed.sql": text]) { folder in
      let error = #expect(throws: DiagnosticsError.self) { try reader(.postgres).readSeed(file: folder + "/seed.sql") }
      #expect(
        error?.diagnostics.map { "\($0.location.line):\($0.location.column) \($0.code)" } == [
          "1:1 annotation-in-seed", "2:1 transaction-control", "3:14 needs-no-transaction", "4:1 annotation-in-seed",
          "5:1 client-command", "6:8 unterminated-string",
        ])
      let missing = #expect(throws: DiagnosticsError.self) { try reader(.postgres).readSeed(file: folder + "/none.sql") }
      #expect(missing?.diagnostics.map(\.code) == ["missing-file"])
    }
  }
}
