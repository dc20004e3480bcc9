import FoundationEssentials
import Names
import SQL
import Testing

@testable import Migrations

@Suite struct MigrationScaffoldTests {
  private let now = Timestamp("2026-11-24T09:30:15.123456Z") ?? .infinity

  private func next(_ names: [String], _ words: String = "add x") throws -> String {
    try withFolder(Dictionary(uniqueKeysWithValues: names.map { ($0, "") })) { folder in
      try MigrationScaffold(folder: folder).write(words, at: now).replacing(folder + "/", with: "")
    }
  }

  @Test(
    arguments: [
      ([], "0001_add_x.sql"), (["0001_a.sql"], "0002_add_x.sql"), (["0009_a.sql", "0002_b.postgres.sql"], "0010_add_x.sql"),
      (["1_a.sql"], "2_add_x.sql"), (["9_a.sql"], "10_add_x.sql"), (["001_a.sql", "099_b.sql"], "100_add_x.sql"),
      (["9999_a.sql"], "10000_add_x.sql"), (["0005_a.sqlite.sql", "README.md", "zzz.sql"], "0006_add_x.sql"),
      (["20240101120000_a.sql"], "20261124093015_add_x.sql"), (["20991231235959_a.sql"], "20991231235960_add_x.sql"),
      (["0001_a.sql", "20240101120000_b.sql"], "20261124093015_add_x.sql"),
      (["18446744073709551615_a.sql"], "18446744073709551616_add_x.sql"),
    ] as [([String], String)])
  func `the next file has the next number, in the folder's width or as a timestamp`(names: [String], file: String) throws {
    #expect(try next(names) == file)
  }

  @Test(
    arguments: [
      ("add invoices", "add_invoices"), ("AddInvoices", "add_invoices"), ("add-invoices", "add_invoices"), ("  a  b ", "a_b"),
      ("add_invoices", "add_invoices"), ("ADD", "add"), ("v2Fix", "v2_fix"), ("2fa", "2fa"), ("_a_", "a"),
    ])
  func `words become a name`(words: String, slug: String) throws {
    #expect(try MigrationScaffold.slug(words) == slug)
  }

  @Test(arguments: ["", " ", "-_", "größe", "a/b", "../x", "a.sql", "a;b", "a\nb", "a\0", String(repeating: "x", count: 128)])
  func `what makes no name is refused, and nothing is written`(words: String) throws {
    try withFolder([:]) { folder in
      let error = #expect(throws: MigrationScaffoldError.self) {
        try MigrationScaffold(folder: folder + "/sub").write(words, at: now)
      }
      guard case .name? = error else {
        Issue.record("\(String(describing: error))")
        return
      }
      #expect(!FileManager.default.fileExists(atPath: folder + "/sub"))
    }
  }

  @Test func `a number too many has no file`() throws {
    #expect(throws: MigrationScaffoldError.self) { try next(["99999999999999999999_a.sql"]) }
  }

  @Test(arguments: Dialect.Engine.allCases)
  func `the folder is made, and the file is a migration that does nothing yet`(engine: Dialect.Engine) throws {
    try withFolder([:]) { folder in
      let scaffold = MigrationScaffold(folder: folder + "/a/b")
      #expect(try scaffold.write("first", at: now) == folder + "/a/b/0001_first.sql")
      #expect(try scaffold.write("first", at: now) == folder + "/a/b/0002_first.sql")
      let set = try reader(engine).read(name: .shared, folder: folder + "/a/b")
      #expect(set.migrations.map(\.id.text) == ["0001_first", "0002_first"])
      #expect(set.migrations.allSatisfy { $0.up.isEmpty && $0.down.isEmpty })
    }
  }

  @Test func `a folder that cannot be made is named`() throws {
    try withFolder(["a": ""]) { folder in
      #expect(throws: MigrationScaffoldError.unwritable(file: folder + "/a/b")) {
        try MigrationScaffold(folder: folder + "/a/b").write("x", at: now)
      }
    }
  }
}
