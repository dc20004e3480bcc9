import Database
import Names
import SQL
import Synchronization

/// An open transaction, or a savepoint in one, on its way through the tasks that share it.
///
/// Unchecked, because the connection inside is not `Sendable`. The proof: the task that opened the transaction holds the connection and
/// does not touch it while its work runs; everybody else gets at it through ``lend(_:writing:_:)`` alone, one at a time, by the turn.
/// ``end()`` waits for the turn and keeps it: nobody has the connection when the opener goes on. The turn's lock orders memory.
final class TransactionSession: @unchecked Sendable {
  /// What a transaction and its savepoints have in common.
  final class Root: Sendable {
    let attached: SchemaName?
    let deadline: ContinuousClock.Instant?
    let mayWriteSeveralFiles: Bool
    let written = Mutex<SchemaName?>(nil)

    init(attached: SchemaName?, deadline: ContinuousClock.Instant?, mayWriteSeveralFiles: Bool) {
      self.attached = attached
      self.deadline = deadline
      self.mayWriteSeveralFiles = mayWriteSeveralFiles
    }
  }

  typealias AfterCommit = @Sendable () async throws -> Void

  let registry: RegistryID
  let database: DatabaseName
  let root: Root
  private let connection: any DatabaseConnection
  private let turn = Turn()
  private let pending = Mutex(Pending())

  private struct Pending {
    var work: [AfterCommit] = []
    var isEnded = false
  }

  init(_ connection: any DatabaseConnection, on database: DatabaseName, of registry: RegistryID, root: Root) {
    self.connection = connection
    self.database = database
    self.registry = registry
    self.root = root
  }

  /// What is to run when the transaction is committed.
  var afterCommit: [AfterCommit] { pending.withLock { $0.work } }

  /// Notes what is to run when the transaction is committed.
  func append(_ work: [AfterCommit]) throws(ORMError) {
    let isEnded = pending.withLock { pending in
      if !pending.isEnded { pending.work += work }
      return pending.isEnded
    }
    if isEnded { throw Turn.ended }
  }

  /// Lends the session to one task at a time.
  ///
  /// - Parameters:
  ///   - tenant: The schema whose tables are touched.
  ///   - written: The schema that is written.
  func lend<Value: Sendable>(
    _ tenant: SchemaName?, writing written: SchemaName?, _ work: (borrowing ConnectionLease) async throws -> Value
  ) async throws -> Value {
    try await turn.take()
    defer { turn.pass() }
    if connection.dialect.engine == .sqlite { try checkFiles(tenant, written) }
    if let deadline = root.deadline {
      let rest = ContinuousClock.now.duration(to: deadline)
      guard rest > .zero else { throw Self.tooLate }
      connection.callLimit = rest
    }
    return try await work(ConnectionLease(connection))
  }

  /// Waits for whoever has the session, and lets nobody have it afterwards.
  func end() async {
    await turn.close()
    pending.withLock { $0.isEnded = true }
  }

  /// - Throws: ``ORMError`` with ``ORMError/Code/deadlineExceeded`` when the transaction took too long.
  func checkDeadline() throws(ORMError) {
    if let deadline = root.deadline, ContinuousClock.now >= deadline { throw Self.tooLate }
  }

  private static var tooLate: ORMError {
    ORMError(.deadlineExceeded, "The transaction took longer than its limit and was rolled back.")
  }

  /// A connection to SQLite sees the files that it was borrowed for, and a crash may tear a transaction that writes two.
  private func checkFiles(_ tenant: SchemaName?, _ written: SchemaName?) throws(ORMError) {
    if let tenant, tenant != root.attached {
      throw ORMError(
        .unsupported,
        "The transaction was begun for \(root.attached?.text ?? "no tenant"), and SQLite cannot add the file of \(tenant) to it. "
          + "Begin it inside of the tenant's scope.")
    }
    guard let written, !root.mayWriteSeveralFiles else { return }
    let first = root.written.withLock { first in
      if first == nil { first = written }
      return first
    }
    guard first == written else {
      throw ORMError(
        .unsupported,
        "The transaction wrote to \(first?.text ?? "") and cannot write to \(written) too: SQLite may keep one and lose the other "
          + "when the machine fails. Use two transactions, or allow it in the settings.")
    }
  }
}
