import Database
import Foundation
import Names
import SQL
import SQLiteDriver
import Synchronization
import Testing

@Suite(.timeLimit(.minutes(2))) struct BackupTests {
  private static func fill(_ database: SQLiteDatabase, rows: Int = 3000) async throws {
    try await database.make(
      .acme, "CREATE TABLE t (id INTEGER PRIMARY KEY, a INTEGER, filler TEXT)",
      """
      WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < \(rows))
      INSERT INTO t SELECT i, 0, hex(zeroblob(200)) FROM n
      """)
  }

  /// Puts a backup into a tenant's place, to look into it.
  private static func restore(_ backup: String, in directory: String) throws {
    try FileManager.default.moveItem(atPath: backup, toPath: directory + "/t_globex.db")
  }

  @Test func `a backup is one moment's state although others write meanwhile`() async throws {
    try await withDatabase { database, directory in
      try await Self.fill(database)
      let isOver = Signal()
      let writes = Counter()
      let steps = Steps()
      try await withThrowingTaskGroup(of: Void.self) { group in
        group.addTask {
          // Every commit gives all rows one and the same number.
          while !isOver.isRaised {
            try await database.withConnection(.tenant(.acme)) { _ = try await $0.query("UPDATE t SET a = a + 1") }
            writes.increment()
          }
        }
        defer { isOver.raise() }
        while writes.value < 2 { await Task.yield() }
        try await database.backUp(.tenant(.acme), to: directory + "/copy", pagesPerStep: 5) { step in
          let before = writes.value
          steps.append(step)
          // Now and then a writer commits in the middle of the copy.
          if step.remaining % 50 < 5 { while writes.value < before + 1 { sched_yield() } }
        }
      }
      try Self.restore(directory + "/copy", in: directory)
      #expect(try await database.integrityCheck(of: .tenant(.globex)) == [])
      #expect(try await database.number(.tenant(.globex), "SELECT count(DISTINCT a) FROM t") == 1)
      #expect(try await database.number(.tenant(.globex), "SELECT count(*) FROM t") == 3000)
      let told = steps.all
      #expect(told.count > 20)
      #expect(told.last?.remaining == 0)
      #expect(zip(told, told.dropFirst()).allSatisfy { $0.remaining > $1.remaining }, "It did not begin anew.")
      #expect(try FileManager.default.contentsOfDirectory(atPath: directory).allSatisfy { !$0.contains("partial") })
    }
  }

  @Test func `a cancelled backup leaves nothing behind`() async throws {
    try await withDatabase { database, directory in
      try await Self.fill(database)
      let (started, go) = (Signal(), Signal())
      let task = Task {
        await failure {
          try await database.backUp(.tenant(.acme), to: directory + "/copy", pagesPerStep: 1) { _ in
            started.raise()
            while !go.isRaised { sched_yield() }
          }
        }
      }
      while !started.isRaised { await Task.yield() }
      task.cancel()
      go.raise()
      #expect(await task.value?.code == .cancelled)
      #expect(try FileManager.default.contentsOfDirectory(atPath: directory).allSatisfy { !$0.hasPrefix("copy") })
      #expect(try await database.number(.tenant(.acme), "SELECT count(*) FROM t") == 3000)
    }
  }

  @Test func `a backup never overwrites anything`() async throws {
    try await withDatabase { database, directory in
      try await Self.fill(database, rows: 1)
      await expectState(SQLState("58P02")) { try await database.backUp(.tenant(.acme), to: directory + "/t_acme.db") }
      await expectState(.ioError) { try await database.backUp(.tenant(.acme), to: directory + "/nowhere/copy") }
      try await database.backUp(.shared, to: directory + "/copy")
      await expectState(SQLState("58P02")) { try await database.backUp(.shared, to: directory + "/copy") }
    }
  }
}

/// How often something was done.
private final class Counter: Sendable {
  private let number = Atomic(0)
  var value: Int { number.load(ordering: .relaxed) }
  func increment() { number.add(1, ordering: .relaxed) }
}

/// What a backup has told.
private final class Steps: Sendable {
  private let list = Mutex<[BackupProgress]>([])
  var all: [BackupProgress] { list.withLock { $0 } }
  func append(_ step: BackupProgress) { list.withLock { $0.append(step) } }
}
