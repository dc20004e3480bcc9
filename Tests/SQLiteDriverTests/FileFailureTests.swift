import Database
import Foundation
import Glibc
import Names
import SQL
import Testing

@testable import SQLiteDriver

/// Files that somebody damages, moves or cuts off while they are used: the error says what it is, and what is put right works again.
@Suite(.timeLimit(.minutes(2))) struct FileFailureTests {
  /// Runs a command in a process of its own: closing a file here would drop the locks that SQLite holds on it.
  private static func shell(_ command: String) throws {
    let process = Process()
    process.executableURL = URL(fileURLWithPath: "/bin/sh")
    process.arguments = ["-c", command]
    try process.run()
    process.waitUntilExit()
    try #require(process.terminationStatus == 0, "\(command)")
  }

  /// Makes a tenant with more data than a connection keeps in memory, all of it in its file and none in the log.
  private static func makeLarge(_ database: SQLiteDatabase, _ target: ConnectionTarget) async throws {
    _ = try await database.withConnection(target) {
      try await $0.run(SQLMessage(["CREATE TABLE t (filler TEXT)", "INSERT INTO t VALUES (hex(zeroblob(3000000)))"]))
    }
    try await database.checkpoint(of: target == .shared ? .shared : .tenant(.acme), .truncate)
  }

  private static let whole: SQLFragment = "SELECT sum(length(filler)) FROM t"

  @Test(arguments: [ConnectionTarget.shared, .tenant(.acme)])
  func `a file that is overwritten in the middle of a lease is damaged, and well again when it is put back`(
    target: ConnectionTarget
  ) async throws {
    try await withDatabase { database, directory in
      let file = "\(directory)/\(target == .shared ? "main" : "t_acme").db"
      try await Self.makeLarge(database, target == .shared ? .shared : .newTenant(.acme))
      try Self.shell("cp '\(file)' '\(directory)/copy'")
      try await database.withConnection(target) { lease in
        try await lease.query("SELECT 1 FROM t WHERE 1 = 0")
        try Self.shell("head -c 5000000 /dev/urandom | dd of='\(file)' bs=4096 seek=2 conv=notrunc 2>&1")
        await expectState(.dataCorrupted) { _ = try await lease.query(Self.whole) }
      }
      #expect(try await database.integrityCheck(of: target).isEmpty == false)
      try Self.shell("cat '\(directory)/copy' > '\(file)'")
      #expect(try await database.number(target, Self.whole) == 6_000_000)
      #expect(try await database.integrityCheck(of: target) == [])
    }
  }

  /// How much of the log of a killed process is left, in percent, and whether the rest is cut off or overwritten.
  static let damages = [0, 10, 33, 50, 90, 100].flatMap { share in [true, false].map { (share, $0) } }

  @Test(arguments: damages)
  func `a log that is cut off or overwritten keeps whole transactions, and no part of one`(share: Int, isCut: Bool) async throws {
    try await withDatabase { database, directory in
      try await database.make(.acme, "CREATE TABLE t (pair INTEGER, filler TEXT)")
      let other = try OtherProcess("\(directory)/t_acme.db")
      for pair in 1...20 {
        let row = "INSERT INTO t VALUES (\(pair), hex(zeroblob(3000)));"
        try other.run("BEGIN; \(row) \(row) COMMIT;")
      }
      other.kill()
      let log = try #require(FileHandle(forUpdatingAtPath: "\(directory)/t_acme.db-wal"))
      let end = Int(try log.seekToEnd())
      let rest = end * share / 100
      if isCut {
        try log.truncate(atOffset: UInt64(rest))
      } else {
        try log.seek(toOffset: UInt64(rest))
        try log.write(contentsOf: Data(repeating: 0xA5, count: end - rest))
      }
      try log.close()
      let pairs = try await database.withConnection(.tenant(.acme)) { lease in
        try await lease.query("SELECT pair, count(*), max(length(filler)) FROM t GROUP BY pair ORDER BY pair").map { row in
          #expect(try [row.decode(1, as: Int.self), row.decode(2, as: Int.self)] == [2, 6000])
          return try row.decode(0, as: Int.self)
        }
      }
      #expect(pairs == Array(1..<(pairs.count + 1)))
      #expect(share == 0 ? pairs.isEmpty : share == 100 ? pairs.count == 20 : share < 50 || !pairs.isEmpty)
      #expect(try await database.integrityCheck(of: .tenant(.acme)) == [])
      _ = try await database.withConnection(.tenant(.acme)) { try await $0.query("INSERT INTO t (pair) VALUES (99)") }
      #expect(try await database.number(.tenant(.acme), "SELECT count(*) FROM t") == 2 * pairs.count + 1)
    }
  }

  @Test func `a directory that is gone is a typed error, and works when it is back`() async throws {
    try await withDatabase { database, directory in
      try await database.make(.acme, "CREATE TABLE t (n INTEGER)", "INSERT INTO t VALUES (5)")
      _ = try await database.withConnection(.shared) { try await $0.query("CREATE TABLE s (n INTEGER)") }
      try FileManager.default.moveItem(atPath: directory, toPath: directory + "-away")
      await expectCode(.connectionFailed) { _ = try await database.number(.shared, "SELECT 1") }
      await expectCode(.schemaMissing) { _ = try await database.number(.tenant(.acme), "SELECT 1") }
      await expectCode(.connectionFailed) { try await database.make(.globex, "CREATE TABLE t (n INTEGER)") }
      #expect(try database.files?.list() == [])
      #expect(!FileManager.default.fileExists(atPath: directory), "Nothing was made in its place.")
      try FileManager.default.moveItem(atPath: directory + "-away", toPath: directory)
      #expect(try await database.number(.shared, "SELECT count(*) FROM s") == 0)
      #expect(try await database.number(.tenant(.acme), "SELECT n FROM t") == 5)
      #expect(try database.files?.list() == [.acme])
    }
  }

  @Test(arguments: [("-wal", "58P01"), ("-shm", "25006")])
  func `a file of SQLite's that cannot be opened is a typed error, and nothing is done`(companion: String, state: String)
    async throws
  {
    try await withDatabase { database, directory in
      try await database.make(.acme, "CREATE TABLE t (n INTEGER)")
      try FileManager.default.createDirectory(atPath: "\(directory)/t_acme.db\(companion)", withIntermediateDirectories: false)
      let error = await failure {
        _ = try await database.withConnection(.tenant(.acme)) { try await $0.query("INSERT INTO t VALUES (1)") }
      }
      #expect(error?.code == .server && error?.sqlState?.code == state, "\(error?.description ?? "no error")")
      try FileManager.default.removeItem(atPath: "\(directory)/t_acme.db\(companion)")
      #expect(try await database.number(.tenant(.acme), "SELECT count(*) FROM t") == 0)
    }
  }
}
