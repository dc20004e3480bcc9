public import Database
import Logging
public import SQL

/// A session with a PostgreSQL server.
///
/// It is not `Sendable`: one task uses it at a time, and calls libpq itself. The reactor only tells the task when its socket is ready.
///
/// A cancelled task cancels the statement on the server. When the server stopped it, the call throws
/// ``DatabaseError/Code/cancelled``; when the statement had ended by then, its answer is returned as if nothing had happened. Either
/// way the session can be used again, or is closed. In a task that is cancelled already nothing is sent, except `ROLLBACK`.
public final class PostgresConnection: DatabaseConnection {
  /// Nil once the connection is closed.
  private(set) var raw: RawConnection?
  let configuration: PostgresConfiguration
  let reactor: Reactor
  let readiness: Readiness
  let logger: Logger
  private var token: UInt64

  var statements: StatementCache
  /// What the server's process remembers of our work.
  var footprint = CatalogFootprint()
  /// True when something may have been left in the session that ``reset()`` must clean.
  var isTouched = false
  /// What the session knows of sequences.
  var sequences = SequenceTraces()
  /// The cancellation of the present call was passed on to the server.
  var didRequestCancel = false
  /// How often it was passed on.
  var cancelAttempts = 0
  /// The present call is not to be cancelled.
  var isShielded = false
  /// How soon the next part of the answer to the present call is expected.
  var pace = Quickness.Pace.unknown
  /// How much longer the present call may hold its thread.
  var allowance = Quickness.Allowance()
  /// How the rest of a long answer to it is read.
  var longAnswer = LongAnswer()
  /// How many parts of the answer were read since the call was last asked whether it is to end.
  var readsAwake = 0
  /// What it has in common with other connections; nil for one that is closed when a statement is to be cancelled.
  var sharing: ConnectionSharing?
  /// True when nobody else uses ``sharing``.
  var ownsSharing = false
  /// True when a pooler gives our transactions to whichever session is free.
  var isPooled = false
  /// A stream or a copy has the connection.
  var isStreaming = false
  /// What the present call does.
  var work = Work.nothing
  /// True when a cancellation must not go in plain text, which is all that libpq 15 can send.
  var cancelsOverConnection: Bool
  /// When the statement that was cancelled must have ended.
  var drainDeadline: Reactor.Deadline?
  /// How long a call may take; nil is for ever.
  public var callLimit: Duration?
  /// When the present call must have ended.
  var callEnd: ContinuousClock.Instant?
  /// What ends the present call's waiting then, once it waits.
  var callDeadline: Reactor.Deadline?
  /// The present call took longer than its limit.
  var didTimeOut = false
  /// When the exchange that cancels the present call must be over.
  var cancelEnd: ContinuousClock.Instant?
  /// A warning of the present call that is an error for us.
  var warningAsError: DatabaseError?

  init(
    _ raw: RawConnection, _ configuration: PostgresConfiguration, reactor: Reactor, readiness: Readiness, token: UInt64,
    logger: Logger
  ) {
    self.raw = raw
    self.configuration = configuration
    self.reactor = reactor
    self.readiness = readiness
    self.token = token
    self.logger = logger
    cancelsOverConnection = raw.isEncrypted
    callLimit = configuration.callLimit
    statements = StatementCache(capacity: configuration.statementCacheCapacity)
  }

  deinit {
    reactor.forget(token)
    if ownsSharing { sharing?.cancelDesk.close() }
  }

  /// PostgreSQL's.
  public var dialect: Dialect { .postgres }

  /// False once the connection is broken or closed.
  ///
  /// A server that hung up while nothing was going on is noticed here, at no cost.
  public var isUsable: Bool { readIdleInput() == nil && raw?.isGood ?? false }

  /// False once the connection is closed.
  var isOpen: Bool { raw != nil }

  /// What the server's process remembers: see ``CatalogFootprint``.
  public var touchedRelations: Int? { footprint.count }

  /// True while a transaction is open on the server, failed ones included.
  public var isInTransaction: Bool { raw?.isInTransaction ?? false }

  /// Closes the session.
  ///
  /// Calling it twice does nothing.
  public func close() async { closeNow() }

  func closeNow() {
    guard raw != nil else { return }
    reactor.forget(token)
    raw = nil
    if ownsSharing { sharing?.cancelDesk.close() }
  }

  /// Reads what the server said while nothing was going on.
  ///
  /// It does not wait.
  ///
  /// - Returns: Why the connection is broken; nil when it is not.
  func readIdleInput() -> DatabaseError? {
    guard let raw else { return .lost("it is closed", mayHaveCommitted: false) }
    guard RawPoller.isReadable(raw.socket) else { return nil }
    repeat {
      guard raw.consumeInput() else { break }
    } while RawPoller.isReadable(raw.socket)
    _ = raw.isBusy  // Makes libpq look at what it has read.
    let farewell = deliverNotices()
    guard !raw.isGood else { return nil }
    let error = DatabaseError.lost(farewell?.message ?? raw.errorMessage, mayHaveCommitted: false, state: farewell?.sqlState)
    closeNow()
    return error
  }

  /// What a call does, for the question what may have become of it.
  enum Work {
    case nothing
    case statement(String, isInTransaction: Bool)
    case message(SQLMessage, isInTransaction: Bool)
    case batch([RenderedSQL], isInTransaction: Bool)
  }

  /// True when the present call may have committed something if the connection breaks now.
  var mayCommit: Bool {
    switch work {
    case .nothing: false
    case .statement(let text, isInTransaction: true): StatementText(text).isCommit
    case .statement(let text, isInTransaction: false): !StatementText(text).commitsNothing
    case .message(let message, isInTransaction: true): message.statements.contains { StatementText($0).isCommit }
    case .batch(let statements, isInTransaction: true): statements.contains { StatementText($0.text).isCommit }
    case .message(_, isInTransaction: false), .batch(_, isInTransaction: false): true
    }
  }

  // MARK: - Waiting

  /// After how many parts of an answer that never let us wait the call is asked whether it is to end.
  private static let readsUnasked = 16

  /// Waits until the socket can be read.
  func waitToRead(_ raw: RawConnection) async throws(DatabaseError) {
    readsAwake += 1
    if readsAwake > Self.readsUnasked {
      readsAwake = 0
      // A cancel request that was lost is repeated here too.
      if readiness.isExpired { try await expire() } else { try await checkCall() }
    }
    // Asking costs nothing beside the two thread switches that it may save.
    if pace != .quick && RawPoller.isReadable(raw.socket) { return }
    switch pace {
    case .quick:
      if longAnswer.wait(raw.socket) { return }
      let start = ContinuousClock.now
      let isReadable = RawPoller.isReadable(raw.socket, patience: Quickness.patience)
      if !allowance.covers(start.duration(to: .now)) { pace = .slow }
      if isReadable { return }
      try await wait(for: .read)
    case .unknown:
      try await wait(for: .read)
      // The server has begun to answer: the rest is on its way.
      pace = .quick
    case .slow: try await wait(for: .read)
    }
  }

  /// Sends everything that is queued, reading meanwhile: a server that is itself blocked on writing would never read.
  func flush(_ raw: RawConnection) async throws(DatabaseError) {
    while true {
      switch raw.flush() {
      case .done: return
      case .failed: throw lost(raw)
      case .pending:
        try await waitToSend()
        guard raw.consumeInput() else { throw lost(raw) }
      }
    }
  }

  func wait(for interest: Readiness.Interest) async throws(DatabaseError) {
    if let raw { longAnswer.end(raw.socket) }
    readsAwake = 0
    armDeadline()
    switch await readiness.wait(for: interest, isCancellable: !isShielded && !didRequestCancel) {
    case .ready: return
    case .cancelled: try await cancelStatement()
    case .expired: try await expire()
    }
  }

  /// Closes a broken connection.
  ///
  /// - Returns: The error to throw.
  func lost(_ raw: RawConnection, report: RawResult? = nil) -> DatabaseError {
    let farewell = deliverNotices()
    let reason = report.map { $0.errorField(.message) ?? $0.errorMessage } ?? farewell?.message ?? raw.errorMessage
    let state = report?.errorField(.state).map(SQLState.init) ?? farewell?.sqlState
    closeNow()
    return .lost(reason, mayHaveCommitted: mayCommit, state: state)
  }
}
