import Database
import Foundation
import Names
import SQL
import Testing

@testable import SQLiteDriver

@Suite struct SchemaFilesTests {
  @Test func `files are listed in order, without the main file, tombstones and what else lies there`() async throws {
    try await withDatabase { database, directory in
      let files = try #require(database.files)
      #expect(try files.list() == [])
      _ = try await database.number(.shared, "SELECT 1")
      for name in ["t_b", "t_a", "t_c"] { try await database.make(SchemaName(unchecked: name), "CREATE TABLE t (id)") }
      for name in ["notes.txt", "Upper.db", "t_a.db.bak"] { try Data().write(to: URL(fileURLWithPath: "\(directory)/\(name)")) }
      try FileManager.default.createDirectory(atPath: "\(directory)/t_dir.db", withIntermediateDirectories: false)
      try FileManager.default.createSymbolicLink(atPath: "\(directory)/t_link.db", withDestinationPath: "t_a.db")
      try await files.bury(SchemaName(unchecked: "t_c"), as: .tombstone)
      #expect(try files.list().map(\.text) == ["t_a", "t_b"])
      #expect(files.exists(SchemaName(unchecked: "t_a")))
      #expect(!files.exists(SchemaName(unchecked: "t_c")))
      #expect(!files.exists(SchemaName(unchecked: "t_link")))
      #expect(!files.exists(.main))
    }
  }

  @Test func `a buried file keeps everything and frees its name`() async throws {
    try await withDatabase { database, directory in
      let files = try #require(database.files)
      try await database.make(.acme, "CREATE TABLE t (id)", "INSERT INTO t VALUES (1), (2)")
      try await files.bury(.acme, as: .tombstone)
      #expect(try FileManager.default.contentsOfDirectory(atPath: directory) == ["tenantry_dropped_1.buried"])
      await expectCode(.schemaMissing) { _ = try await database.number(.tenant(.acme), "SELECT 1") }
      await expectCode(.schemaMissing) { try await files.bury(.acme, as: .tombstone) }
      try await database.make(.acme, "CREATE TABLE other (id)")
      await expectState(SQLState("42P06")) { try await files.bury(.acme, as: .tombstone) }
      // The file under its other name is a whole database.
      let path = "\(directory)/tenantry_dropped_1.buried"
      let connection = try await SQLiteConnection.open(path, SQLiteConfiguration(directory: directory))
      #expect(try await connection.query(RenderedSQL(text: "SELECT count(*) FROM t"))[0].decode(0) == 2)
      await connection.close()
      try await files.purge(.tombstone)
      try await files.purge(.tombstone)
      #expect(!FileManager.default.fileExists(atPath: path))
      #expect(try files.list() == [.acme])
    }
  }

  @Test func `a file that somebody has open is not buried`() async throws {
    try await withDatabase({ $0.busyTimeout = .milliseconds(20) }) { database, directory in
      let files = try #require(database.files)
      try await database.make(.acme, "CREATE TABLE t (id)")
      for target in [ConnectionTarget.tenant(.acme), .work(.acme)] {
        try await database.withConnection(target) { lease in
          let error = await failure { try await files.bury(.acme, as: .tombstone) }
          #expect(error?.sqlState == .lockNotAvailable)
          try await lease.query("INSERT INTO t VALUES (1)")
        }
      }
      let other = try OtherProcess("\(directory)/t_acme.db")
      try other.run("SELECT * FROM t;")
      await expectState(.lockNotAvailable) { try await files.bury(.acme, as: .tombstone) }
      other.kill()
      #expect(try await database.number(.tenant(.acme), "SELECT count(*) FROM t") == 2)
      try await files.bury(.acme, as: .tombstone)
    }
  }

  @Test func `files and directories are their owner's alone`() async throws {
    try await withDatabase({ $0.directory += "/nested/deep" }) { database, directory in
      try await database.make(.acme, "CREATE TABLE t (id)")
      func mode(_ path: String) throws -> Int {
        try #require(FileManager.default.attributesOfItem(atPath: path)[.posixPermissions] as? Int)
      }
      try await database.withConnection(.work(.acme)) { lease in
        try await lease.query("INSERT INTO t_acme.t VALUES (1)")
        for name in ["t_acme.db", "t_acme.db-wal", "t_acme.db-shm", "main.db"] {
          #expect(try mode("\(directory)/nested/deep/\(name)") == 0o600)
        }
      }
      for path in [directory, "\(directory)/nested", "\(directory)/nested/deep"] { #expect(try mode(path) == 0o700) }
    }
  }

  @Test func `a link in place of a file is refused, a link to the directory is not`() async throws {
    try await withDatabase { database, directory in
      try await database.make(.globex, "CREATE TABLE t (id)")
      try FileManager.default.createSymbolicLink(atPath: "\(directory)/t_acme.db", withDestinationPath: "t_globex.db")
      for target in [ConnectionTarget.tenant(.acme), .newTenant(.acme), .work(.acme)] {
        await expectCode(.invalidConfiguration) { _ = try await database.number(target, "SELECT 1") }
      }
      let link = directory + "-link"
      try FileManager.default.createSymbolicLink(atPath: link, withDestinationPath: directory)
      defer { try? FileManager.default.removeItem(atPath: link) }
      let other = SQLiteDatabase(name: .main, configuration: SQLiteConfiguration(directory: link))
      #expect(try await other.number(.tenant(.globex), "SELECT count(*) FROM t") == 0)
      await other.shutdown()
    }
  }

  @Test func `a directory that cannot be is an error, and so is a file that is no database`() async throws {
    for path in ["/dev/null/x", "a\0b", ""] {
      let database = SQLiteDatabase(name: .main, configuration: SQLiteConfiguration(directory: path))
      await expectCode(.connectionFailed) { _ = try await database.number(.shared, "SELECT 1") }
    }
    try await withDatabase { database, directory in
      try await database.make(.acme, "CREATE TABLE t (id)")
      try Data(repeating: 65, count: 8192).write(to: URL(fileURLWithPath: "\(directory)/t_acme.db"))
      await expectState(SQLState("XX001")) { _ = try await database.number(.tenant(.acme), "SELECT 1") }
    }
  }
}
