import Database
import Foundation
import Glibc
import Names
import SQL
import Testing

@testable import SQLiteDriver

/// Disks that are full, files that are damaged: the error says what it is, and nothing is half done.
@Suite(.timeLimit(.minutes(2))) struct DiskFailureTests {
  /// A database on a disk of 600 KiB; only root can mount one.
  private static func onSmallDisk(_ body: (SQLiteDatabase, String) async throws -> Void) async throws {
    let disk = FileManager.default.temporaryDirectory.appendingPathComponent("tenantry-disk-\(UUID().uuidString)").path
    try FileManager.default.createDirectory(atPath: disk, withIntermediateDirectories: true)
    let isMounted = unsafe mount("tmpfs", disk, "tmpfs", 0, "size=600k") == 0
    try #require(isMounted, "\(errno)")
    defer {
      unsafe umount2(disk, Int32(MNT_DETACH))
      try? FileManager.default.removeItem(atPath: disk)
    }
    try await withDatabase({ $0.directory = disk }) { database, _ in try await body(database, disk) }
  }

  private static let flood: SQLFragment = """
    WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 20000)
    INSERT INTO t (filler) SELECT hex(zeroblob(100)) FROM n
    """

  private static func expectWhole(_ database: SQLiteDatabase) async throws {
    #expect(try await database.number(.tenant(.acme), "SELECT count(*) FROM t") == 1)
    #expect(try await database.integrityCheck(of: .tenant(.acme)) == [])
  }

  @Test(.enabled(if: geteuid() == 0, "only root can mount a small disk"), arguments: [false, true])
  func `a full disk undoes the statement, and room makes it work again`(inTransaction: Bool) async throws {
    try await Self.onSmallDisk { database, _ in
      try await database.make(.acme, "CREATE TABLE t (filler TEXT)", "INSERT INTO t VALUES ('kept')")
      await expectState(.diskFull) {
        try await database.withConnection(.tenant(.acme)) { lease in
          if inTransaction { _ = try await lease.run(SQLMessage(["INSERT INTO t VALUES ('lost')", Self.floodText])) }
          _ = try await lease.query(Self.flood)
        }
      }
      try await Self.expectWhole(database)
      try await database.checkpoint(of: .tenant(.acme), .truncate)
      _ = try await database.withConnection(.tenant(.acme)) { try await $0.query("INSERT INTO t VALUES ('after')") }
      #expect(try await database.number(.tenant(.acme), "SELECT count(*) FROM t") == 2)
    }
  }

  /// A limit of pages is a full disk for one connection: everybody can set it.
  @Test(arguments: [false, true])
  func `a full file undoes the statement, and room makes it work again`(inTransaction: Bool) async throws {
    try await withDatabase { database, _ in
      try await database.make(.acme, "CREATE TABLE t (filler TEXT)", "INSERT INTO t VALUES ('kept')")
      try await database.withOwnConnection(.tenant(.acme)) { connection in
        try await connection.limitPages(to: 20)
        let lease = ConnectionLease(connection)
        await expectState(.diskFull) {
          guard inTransaction else { return _ = try await lease.query(Self.flood) }
          try await lease.withTransaction { lease in
            try await lease.query("INSERT INTO t VALUES ('lost')")
            try await lease.query(Self.flood)
          }
        }
        await expectState(.diskFull) {
          _ = try await lease.run(SQLMessage(["INSERT INTO t VALUES ('lost')", Self.floodText]))
        }
        #expect(!connection.isInTransaction)
        try await Self.expectWhole(database)
        try await connection.limitPages(to: 1_000_000)
        try await lease.query(Self.flood)
        #expect(try await lease.query("SELECT count(*) FROM t")[0].decode(0, as: Int.self) == 20_001)
      }
      #expect(try await database.integrityCheck(of: .tenant(.acme)) == [])
    }
  }

  /// A directory that nobody can write to: permissions do for everybody but root, and root can mount one.
  private static func withReadOnlyDirectory(
    _ body: (SQLiteDatabase, _ setReadOnly: (Bool) throws -> Void) async throws -> Void
  ) async throws {
    guard geteuid() == 0 else {
      return try await withDatabase { database, directory in
        try await body(database) { isReadOnly in
          let mode = isReadOnly ? 0o500 : 0o700
          try FileManager.default.setAttributes([.posixPermissions: mode], ofItemAtPath: directory)
        }
      }
    }
    try await onSmallDisk { database, disk in
      try await body(database) { isReadOnly in
        let flags = UInt(MS_REMOUNT) | (isReadOnly ? UInt(MS_RDONLY) : 0)
        let isDone = unsafe mount("tmpfs", disk, "tmpfs", flags, nil) == 0
        try #require(isDone, "\(errno)")
      }
    }
  }

  @Test func `a directory that cannot be written to is a typed error, and works again when it can`() async throws {
    try await Self.withReadOnlyDirectory { database, setReadOnly in
      try await database.make(.acme, "CREATE TABLE t (filler TEXT)", "INSERT INTO t VALUES ('kept')")
      try setReadOnly(true)
      for statement in ["SELECT count(*) FROM t", "INSERT INTO t VALUES ('lost')"] {
        let error = await failure {
          _ = try await database.withConnection(.tenant(.acme)) { try await $0.query(SQLFragment(raw: statement)) }
        }
        #expect(error?.code == .server && error?.sqlState?.code == "58P01", "\(error?.description ?? "no error")")
      }
      await expectCode(.connectionFailed) { try await database.make(.globex, "CREATE TABLE t (n INTEGER)") }
      #expect(try database.files?.list() == [.acme])
      try setReadOnly(false)
      try await Self.expectWhole(database)
      try await database.make(.globex, "CREATE TABLE t (n INTEGER)")
    }
  }

  private static let floodText =
    "WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 20000) "
    + "INSERT INTO t (filler) SELECT hex(zeroblob(100)) FROM n"

  @Test func `a file that is no database is a finding and a typed error`() async throws {
    try await withDatabase { database, directory in
      try await database.make(.acme, "CREATE TABLE t (filler TEXT)")
      try Data(repeating: 65, count: 8192).write(to: URL(fileURLWithPath: directory + "/t_globex.db"))
      await expectState(.dataCorrupted) { _ = try await database.number(.tenant(.globex), "SELECT 1") }
      let findings = try await database.integrityCheck(of: .tenant(.globex), depth: .quick)
      #expect(findings.map(\.kind) == [.structure])
      #expect(try await database.integrityCheck(of: .tenant(.acme)) == [], "The neighbour is well.")
    }
  }

  @Test(arguments: [IntegrityDepth.quick, .full]) func `a damaged page is found`(depth: IntegrityDepth) async throws {
    try await withDatabase { database, directory in
      try await database.make(.acme, "CREATE TABLE t (filler TEXT)", "INSERT INTO t VALUES (hex(zeroblob(50000)))")
      try await database.checkpoint(of: .tenant(.acme), .truncate)
      let file = try #require(FileHandle(forUpdatingAtPath: directory + "/t_acme.db"))
      try file.seek(toOffset: 4096)
      try file.write(contentsOf: Data(repeating: 255, count: 4096))
      try file.close()
      #expect(try await database.integrityCheck(of: .tenant(.acme), depth: depth).isEmpty == false)
      await expectState(.dataCorrupted) { _ = try await database.number(.tenant(.acme), "SELECT sum(length(filler)) FROM t") }
    }
  }

  @Test func `a full check finds a reference to nothing, and a quick one does not look`() async throws {
    try await withDatabase { database, directory in
      try await database.make(.acme, "CREATE TABLE t (id INTEGER PRIMARY KEY, parent INTEGER REFERENCES t)")
      let other = try OtherProcess(directory + "/t_acme.db")
      try other.run("INSERT INTO t VALUES (7, 99);")
      try other.end()
      #expect(try await database.integrityCheck(of: .tenant(.acme), depth: .quick) == [])
      let findings = try await database.integrityCheck(of: .tenant(.acme))
      #expect(
        findings == [IntegrityFinding(kind: .foreignKey, message: "row 7 of t refers to a row of t that is not there")])
    }
  }
}

extension SQLiteConnection {
  fileprivate func limitPages(to count: Int) async throws {
    try await retrying { session throws(RawError) in _ = try session.own("PRAGMA max_page_count = \(count)") }
  }
}
