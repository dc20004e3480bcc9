import Database
import Dispatch
import SQL

/// A connection to SQLite, as the core sees one.
///
/// Statements that read are run on the caller's thread for at most a millisecond (see ``CallbackState/inlineBudget``); what takes
/// longer is stopped and run again, like everything that writes, on the connection's own queue. Locks are waited for in the
/// task: no thread is held up by them.
final class SQLiteConnection: DatabaseConnection {
  private let session: SQLiteSession
  private let queue: DispatchQueue
  private let configuration: SQLiteConfiguration

  private init(session: SQLiteSession, queue: DispatchQueue, configuration: SQLiteConfiguration) {
    self.session = session
    self.queue = queue
    self.configuration = configuration
  }

  /// Opens a file that exists, and prepares it.
  static func open(_ path: String, _ configuration: SQLiteConfiguration) async throws(DatabaseError) -> SQLiteConnection {
    let queue = DispatchQueue(label: "tenantry.sqlite")
    let session: SQLiteSession
    do throws(RawError) {
      session = try SQLiteSession(path: path, statementCacheCapacity: configuration.statementCacheCapacity)
    } catch {
      throw DatabaseError(error)
    }
    let connection = SQLiteConnection(session: session, queue: queue, configuration: configuration)
    do throws(DatabaseError) {
      try await connection.retrying { session throws(RawError) in try session.setUp(configuration.durability) }
      return connection
    } catch {
      await connection.close()
      throw error
    }
  }

  var dialect: Dialect { .sqlite }
  var isUsable: Bool { session.database.isOpen }
  var isInTransaction: Bool { session.isInTransaction }

  /// True when the file is no longer the one that its path names.
  var hasMoved: Bool { session.database.hasMoved() }
  /// The schema that is attached beside the main file.
  var attachedSchema: String? { session.attachedSchema }
  /// How many compiled statements are kept.
  var cachedStatementCount: Int { session.cachedStatementCount }

  func query(_ statement: RenderedSQL) async throws(DatabaseError) -> ResultSet {
    let call = try SQLiteCall(statement)
    try checkReady()
    var outcome = session.execute(call, isInline: true)
    if case .finished(let results) = outcome { return results[0] }
    return try await settled(&outcome) { $0.execute(call, isInline: false) }[0]
  }

  func run(_ message: SQLMessage) async throws(DatabaseError) -> [ResultSet] {
    try checkReady()
    var outcome = SQLiteOutcome.needsThread
    return try await settled(&outcome) { $0.run(message) }
  }

  /// Makes the session as new; cancellation does not cut it short.
  func reset() async -> Bool {
    guard isUsable else { return false }
    session.endStream()
    if isInTransaction { await onQueue { $0.rollBack() } }
    if session.isReadOnly { do { try await setReadOnly(false) } catch { return false } }
    return session.isClean
  }

  /// The pragma is the connection's: SQLite has no read-only transactions.
  func setReadOnly(_ isReadOnly: Bool) async throws(DatabaseError) {
    try await retrying { session throws(RawError) in try session.setReadOnly(isReadOnly) }
  }

  func close() async {
    guard isUsable else { return }
    await onQueue { $0.close() }
  }

  private func checkReady() throws(DatabaseError) {
    guard isUsable else { throw DatabaseError(.connectionLost, "The connection is closed.") }
    guard session.stream == nil else {
      throw DatabaseError(.unsupported, "The connection is busy with a stream. End it first, or use another connection.")
        .having(.notSent)
    }
    if Task.isCancelled { throw .cancelledBySQLite }
  }

  // MARK: - Streams

  /// Runs a statement whose rows are read while they are handed out.
  ///
  /// Until the source is finished the connection refuses every other call.
  func openRows(of statement: RenderedSQL, batchSize: Int) async throws(DatabaseError) -> any RowSource {
    let call = try SQLiteCall(statement)
    try checkReady()
    var outcome = SQLiteOutcome.needsThread
    let first = try await settled(&outcome) { $0.openStream(call, batchSize: batchSize) }.first
    guard let stream = session.stream else { return WholeAnswer(try await query(statement)) }
    return SQLiteRowSource(self, stream.number, first: first)
  }

  /// Reads the next rows of a stream; nil after the last.
  func nextBatch(of stream: UInt64) async throws(DatabaseError) -> ResultSet? {
    guard isUsable else { throw DatabaseError(.connectionLost, "The connection is closed.") }
    if Task.isCancelled { throw .cancelledBySQLite }
    var outcome = SQLiteOutcome.needsThread
    return try await settled(&outcome) { $0.nextBatch(of: stream) }.first
  }

  /// Ends a stream, wherever it is.
  func endStream(_ stream: UInt64) { session.endStream(stream) }

  /// Repeats an attempt until it is done, failed, or has waited too long.
  func settled(
    _ outcome: inout SQLiteOutcome, _ attempt: @escaping @Sendable (SQLiteSession) -> SQLiteOutcome
  ) async throws(DatabaseError) -> [ResultSet] {
    var wait: BusyWait?
    while true {
      switch outcome {
      case .finished(let results): return results
      case .failed(let error): throw error
      case .needsThread: break
      case .busy(let error):
        var present = wait ?? BusyWait(configuration.busyTimeout)
        guard try await present.pause() else { throw error }
        wait = present
      }
      outcome = await onQueueCancellably(attempt)
    }
  }

  // MARK: - Work of the pool

  /// Attaches a schema's file.
  func attach(_ schema: SchemaFile) async throws(DatabaseError) {
    let durability = configuration.durability
    try await retrying { session throws(RawError) in
      // A second attempt finds the file attached already, when only its set-up failed.
      try session.detach()
      try session.attach(schema.name, path: schema.path, durability)
    }
  }

  /// Detaches it.
  func detach() async throws(DatabaseError) {
    try await retrying { session throws(RawError) in try session.detach() }
  }

  /// Runs work of our own on the queue, again while another connection is in the way.
  func retrying<Value: Sendable>(
    _ work: @escaping @Sendable (SQLiteSession) throws(RawError) -> Value
  ) async throws(DatabaseError) -> Value {
    var wait = BusyWait(configuration.busyTimeout)
    while true {
      let result = await onQueue { session in
        session.database.callbacks.beginStatement(isInline: false)
        do throws(RawError) { return Result<Value, RawError>.success(try work(session)) } catch { return .failure(error) }
      }
      switch result {
      case .success(let value): return value
      case .failure(let error):
        guard error.code.primary == .busy, try await wait.pause() else { throw DatabaseError(error) }
      }
    }
  }

  // MARK: - Threads

  /// The session on its way to the queue.
  ///
  /// It is safe to send: the caller's task waits until the work is over, and no other task can have the connection, which is
  /// not `Sendable`. The queue's thread is thus the only one that uses the session, and the continuation orders memory.
  private struct Handover: @unchecked Sendable {
    let session: SQLiteSession
  }

  private func onQueue<Value: Sendable>(_ work: @escaping @Sendable (SQLiteSession) -> Value) async -> Value {
    let handover = Handover(session: session)
    return await withCheckedContinuation { continuation in
      queue.async { continuation.resume(returning: work(handover.session)) }
    }
  }

  private func onQueueCancellably(_ work: @escaping @Sendable (SQLiteSession) -> SQLiteOutcome) async -> SQLiteOutcome {
    let interrupt = session.database.interrupt
    let ticket = interrupt.arm()
    defer { interrupt.disarm() }
    return await withTaskCancellationHandler {
      await onQueue(work)
    } onCancel: {
      interrupt.cancel(ticket)
    }
  }
}
