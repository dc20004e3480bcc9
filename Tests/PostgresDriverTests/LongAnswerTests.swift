import Database
import Glibc
import SQL
import Testing

@testable import PostgresDriver

/// Answers that keep coming, and what they leave behind.
@Suite(.needsServer) struct LongAnswerTests {
  private static let rows = "SELECT repeat('x', 1000) FROM generate_series(1, 20000)"

  /// From how many bytes on the connection's socket counts as readable.
  private func lowWater(_ connection: PostgresConnection) throws -> Int32 {
    let raw = try #require(connection.raw)
    var (count, size) = (Int32(-1), socklen_t(MemoryLayout<Int32>.size))
    unsafe getsockopt(raw.socket, SOL_SOCKET, SO_RCVLOWAT, &count, &size)
    return count
  }

  /// A way in which a long answer ends.
  enum Ending: CaseIterable {
    case rows, error, plans, message, batch, batchError, rowsLeft, rowsCancelled, copyLeft, copyRefused, limit
  }

  private func run(_ ending: Ending, on connection: PostgresConnection) async throws {
    let failing = "SELECT repeat('x', 1000) || 1 / (20000 - n) FROM generate_series(1, 20000) n"
    switch ending {
    case .rows: try await connection.run(Self.rows)
    case .plans: for _ in 0..<4 { try await connection.run(Self.rows) }
    case .error: #expect(await connection.failure { try await $0.run(failing) }?.code == .server)
    case .message: _ = try await connection.run(SQLMessage([Self.rows, "SELECT 1"]))
    case .batch: _ = try await connection.batch([RenderedSQL(text: Self.rows), RenderedSQL(text: "SELECT 1")])
    case .batchError:
      let statements = [RenderedSQL(text: Self.rows), RenderedSQL(text: failing), RenderedSQL(text: "SELECT 1")]
      #expect(await connection.failure { _ = try await $0.batch(statements) }?.statementIndex == 1)
    case .rowsLeft, .rowsCancelled:
      let endless = "SELECT repeat('x', 1000), generate_series(1, 1000000000)"
      let source = try await connection.openRows(of: RenderedSQL(text: endless), batchSize: 100)
      for _ in 0..<200 { _ = try await source.nextBatch() }
      if ending == .rowsCancelled {
        unsafe withUnsafeCurrentTask { unsafe $0?.cancel() }
        #expect(await connection.failure { _ in while try await source.nextBatch() != nil {} }?.code == .cancelled)
      }
      await source.finish()
    case .copyLeft:
      let source = try await connection.openCopyOut("COPY (SELECT repeat('x', 1000), generate_series(1, 1000000000)) TO STDOUT")
      for _ in 0..<200 { _ = try await source.nextChunk() }
      await source.finish()
    case .copyRefused:
      let text = "COPY (\(Self.rows)) TO STDOUT"
      #expect(await connection.failure { try await $0.run(text) }?.code == .unsupported)
    case .limit:
      connection.callLimit = .milliseconds(20)
      let text = "SELECT repeat('x', 8000) FROM generate_series(1, 40000)"
      #expect(await connection.failure { try await $0.run(text) }?.code == .deadlineExceeded)
      connection.callLimit = nil
    }
  }

  @Test(arguments: Ending.allCases)
  func `however a long answer ends, the first byte of the next one is enough`(ending: Ending) async throws {
    // A task of its own: it may be cancelled.
    try await Task {
      try await TestServer.withConnection { (connection) async throws in
        try await run(ending, on: connection)
        #expect(try lowWater(connection) == 1)
        #expect(connection.isUsable)
        #expect(await connection.reset())
        guard !Task.isCancelled else { return }
        #expect(try await connection.value("SELECT 1") == .integer(1))
      }
    }.value
  }

  /// What it copies is thrown away as it comes, without an end.
  @Test func `a refused copy that is cancelled meanwhile says that it was cancelled`() async throws {
    let marker = TestServer.uniqueName("endless")
    let configuration = try TestServer.configuration { $0.applicationName = marker }
    let task = Task { () throws(DatabaseError) -> DatabaseError? in
      let connection = try await PostgresConnection.connect(configuration, logger: .silent)
      do throws(DatabaseError) {
        try await connection.run("COPY (SELECT generate_series(1, 100000000)) TO STDOUT")
        return nil
      } catch { return error }
    }
    try await TestServer.withObserver { (observer) async throws in
      let query = "SELECT count(*) FROM pg_stat_activity WHERE application_name = $1 AND state = 'active' AND query LIKE 'COPY%'"
      while try await observer.value(query, .text(marker)) != .integer(1) { await Task.yield() }
    }
    task.cancel()
    #expect(try await task.value?.code == .cancelled)
  }
}
