import Database
import SQL
import TenantryTestSupport
import Testing

/// Failures that no server gives on demand.
///
/// What servers do give is in the conformance kit.
@Suite(.timeLimit(.minutes(1))) struct TransactionFailureTests {
  struct Mine: Error {}

  private let script = ConnectionScript()

  private func transact(_ body: @Sendable () async throws -> Void = {}) async -> (any Error)? {
    let pool = DatabasePool(factory: ScriptedFactory(script: script, dialect: .postgres), clock: ManualClock())
    do {
      try await pool.withConnection { connection in try await connection.withTransaction { _ in try await body() } }
      return nil
    } catch { return error }
  }

  private func fail(_ text: String) -> DatabaseError {
    let failure = DatabaseError(.server, "No \(text) today.", sqlState: .serializationFailure)
    script.with { $0.failing[text] = failure }
    return failure
  }

  private var texts: [String] { script.with { $0.queries.map(\.text) } }

  @Test func `a transaction that works is begun and committed`() async {
    #expect(await transact() == nil)
    #expect(texts == ["BEGIN", "COMMIT"])
  }

  @Test func `a body's error alone comes out as it is`() async {
    #expect(await transact { throw Mine() } is Mine)
    #expect(texts == ["BEGIN", "ROLLBACK"])
  }

  @Test func `a failed beginning is told apart`() async throws {
    let failure = fail("BEGIN")
    let error = try #require(await transact() as? TransactionError)
    #expect(error.begin == failure && error.commit == nil && error.rollback == nil && error.body == nil)
    #expect(error.isRetryable)
    #expect(texts == ["BEGIN"])
  }

  @Test func `a failed commit is rolled back and told apart`() async throws {
    let failure = fail("COMMIT")
    let error = try #require(await transact() as? TransactionError)
    #expect(error.commit == failure && error.begin == nil && error.rollback == nil && error.body == nil)
    #expect(error.isRetryable)
    #expect(texts == ["BEGIN", "COMMIT", "ROLLBACK"])
  }

  @Test func `a failed rollback keeps the body's error`() async throws {
    let failure = fail("ROLLBACK")
    let error = try #require(await transact { throw Mine() } as? TransactionError)
    #expect(error.rollback == failure && error.body is Mine && error.begin == nil && error.commit == nil)
    #expect(!error.isRetryable)
    #expect(error.description.contains("Mine") && error.description.contains("No ROLLBACK today."))
  }

  @Test func `a task that is cancelled before the commit is rolled back, and the rollback is not cancelled`() async {
    let task = Task {
      await transact { unsafe withUnsafeCurrentTask { unsafe $0?.cancel() } }
    }
    #expect((await task.value as? DatabaseError)?.code == .cancelled)
    #expect(texts == ["BEGIN", "ROLLBACK"])
  }

  @Test func `a connection that is lost in the body is not asked to roll back`() async {
    let script = script
    let error = await transact {
      script.with { $0.isUsable[1] = false }
      throw Mine()
    }
    #expect(error is Mine)
    #expect(texts == ["BEGIN"])
  }
}
