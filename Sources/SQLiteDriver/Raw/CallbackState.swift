/// What SQLite's callbacks read and write.
///
/// They run inside of calls that we make, on the thread that makes them.
final class CallbackState {
  /// Cancellation, which comes from other threads.
  let interrupt: InterruptHandle
  /// False while our own code runs statements that users may not.
  var isGuarded = true
  /// True while a message runs: its transaction is ours.
  var refusesTransactionControl = false
  /// Why the last statement was refused.
  var refusal: String?
  /// SQLite wanted to wait for a lock; it does not ask where waiting cannot help.
  var wantedToWait = false
  /// A statement made a temporary object, which would shadow tables of the next lease.
  var madeTemporaryObject = false
  /// True while a statement runs on a thread of the cooperative pool.
  var isInline = false
  /// The inline statement took too long.
  var isOverBudget = false
  private var inlineDeadline: ContinuousClock.Instant?

  /// How long a statement may hold up a thread of the cooperative pool.
  static let inlineBudget = Duration.milliseconds(1)

  init(interrupt: InterruptHandle) { self.interrupt = interrupt }

  /// Begins a statement.
  func beginStatement(isInline: Bool) {
    self.isInline = isInline
    isOverBudget = false
    inlineDeadline = nil
    wantedToWait = false
    refusal = nil
  }

  /// Called every few microseconds of a statement's work: true stops it.
  ///
  /// The clock is first read here, so that the shortest statements do not read it at all.
  func shouldStop() -> Bool {
    if interrupt.isCancelled { return true }
    guard isInline else { return false }
    let now = ContinuousClock.now
    guard let inlineDeadline else {
      inlineDeadline = now + Self.inlineBudget
      return false
    }
    isOverBudget = now >= inlineDeadline
    return isOverBudget
  }

  /// Decides whether a statement may be prepared.
  func permits(_ action: StatementAction) -> Bool {
    guard isGuarded else { return true }
    if case .createTemporary = action { madeTemporaryObject = true }
    refusal = action.refusal(inMessage: refusesTransactionControl) ?? refusal
    return refusal == nil
  }
}
