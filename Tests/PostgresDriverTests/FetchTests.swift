import Database
import Logging
import SQL
import Synchronization
import Testing

@testable import PostgresDriver

@Suite(.needsServer) struct FetchTests {
  @Test(arguments: [false, true])
  func `a hundred thousand rows arrive`(asMessage: Bool) async throws {
    let text = """
      SELECT n::int8, 'name ' || n, repeat('x', (n % 300)::int), n / 2.0::float8, '2026-01-01 00:00+00'::timestamptz + n * '1 ms'::interval
      FROM generate_series(1, 100000) n
      """
    try await TestServer.withConnection { (connection) async throws in
      for _ in 0..<3 {
        let rows = asMessage ? try await connection.run(SQLMessage([text]))[0] : try await connection.run(text)
        #expect(rows.count == 100_000)
        var isRight = true
        for (index, row) in rows.enumerated() {
          let number = Int64(index + 1)
          isRight =
            try isRight && row.decode(0, as: Int64.self) == number && row.decode(1, as: String.self) == "name \(number)"
            && row.decode(2, as: String.self).utf8.count == (index + 1) % 300
            && row.decode(3, as: Double.self) == Double(number) / 2
            && row.decode(4, as: Timestamp.self).microsecondsSinceEpoch == 1_767_225_600_000_000 + number * 1000
        }
        #expect(isRight)
      }
    }
  }

  /// The parts of a long answer are taken in several at a time: what comes after them must not be waited for in that way.
  @Test(arguments: [
    "SELECT repeat('x', 1000) FROM generate_series(1, 20000)",
    "SELECT repeat('x', 1000) FROM generate_series(1, 20000) UNION ALL SELECT 'late' FROM pg_sleep(0.05)",
    "SELECT repeat('x', 1000) || CASE WHEN n % 5000 = 0 THEN pg_sleep(0.01)::text ELSE '' END FROM generate_series(1, 20000) n",
  ])
  func `a long answer ends, and short ones after it arrive`(sql: String) async throws {
    try await TestServer.withConnection { (connection) async throws in
      connection.callLimit = .seconds(60)
      for _ in 0..<4 {
        let rows = try await connection.run(sql)
        #expect(rows.count >= 20_000)
        #expect(try rows.allSatisfy { row in try row.decode(0, as: String.self).utf8.count >= 4 })
        for number in 0..<20 {
          #expect(try await connection.value("SELECT $1 + 1", .integer(Int64(number))) == .integer(Int64(number + 1)))
        }
      }
    }
  }

  @Test func `sixteen tasks share eight connections`() async throws {
    let configuration = try TestServer.configuration()
    let shelf = Shelf()
    for _ in 0..<8 { await shelf.put(Box(try await PostgresConnection.connect(configuration, logger: .silent))) }
    let sum = try await withThrowingTaskGroup(of: Int64.self) { group in
      for task in 0..<16 {
        group.addTask {
          var sum: Int64 = 0
          for round in 0..<100 {
            let box = await shelf.take()
            let value = try await box.connection.value("SELECT $1 * 2", .integer(Int64(task * 100 + round)))
            await shelf.put(box)
            if case .integer(let number) = value { sum += number }
          }
          return sum
        }
      }
      return try await group.reduce(0, +)
    }
    #expect(sum == (0..<1600).reduce(0) { $0 + Int64($1) * 2 })
  }

  @Test func `notices reach the log with their level and without values`() async throws {
    let handler = Recorder()
    let logger = Logger(label: "test") { _ in handler }
    try await TestServer.withConnection(logger: logger) { (connection) async throws in
      try await connection.run("DO $$ BEGIN RAISE NOTICE 'quiet' USING DETAIL = 's3cret'; RAISE WARNING 'loud'; END $$")
    }
    let lines = handler.lines.withLock { $0 }
    #expect(lines.contains { $0.hasPrefix("warning") && $0.contains("loud") })
    #expect(lines.contains { $0.hasPrefix("debug") && $0.contains("quiet") })
    #expect(!lines.contains { $0.contains("s3cret") })
  }

  @Test func `an error never shows a bound value`() async throws {
    try await TestServer.withConnection { (connection) async throws in
      let error = try #require(await connection.failure { _ = try await $0.run("SELECT $1::text::int", .text("s3cret")) })
      #expect(error.sqlState?.code == "22P02")
      #expect(!error.description.contains("SELECT"))
    }
  }

  /// Carries a connection from task to task.
  ///
  /// The shelf hands it out to one at a time.
  private final class Box: @unchecked Sendable {
    let connection: PostgresConnection
    init(_ connection: PostgresConnection) { self.connection = connection }
  }

  private actor Shelf {
    private var boxes: [Box] = []
    private var waiters: [CheckedContinuation<Box, Never>] = []

    func take() async -> Box {
      if let box = boxes.popLast() { return box }
      return await withCheckedContinuation { waiters.append($0) }
    }

    func put(_ box: Box) {
      if waiters.isEmpty { boxes.append(box) } else { waiters.removeFirst().resume(returning: box) }
    }
  }
}

/// Keeps what is logged.
private final class Recorder: LogHandler, Sendable {
  let lines = Mutex<[String]>([])
  var metadata: Logger.Metadata {
    get { [:] }
    set {}
  }
  var logLevel: Logger.Level {
    get { .trace }
    set {}
  }

  subscript(metadataKey key: String) -> Logger.Metadata.Value? {
    get { nil }
    set {}
  }

  func log(event: LogEvent) {
    lines.withLock { $0.append("\(event.level): \(event.message) \(event.metadata ?? [:])") }
  }
}
