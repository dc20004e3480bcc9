/// What a pool decides, as a value: no lock, no clock, no input or output.
///
/// The shell tells it what happened and carries out what it answers. Time is the duration since the pool was made.
///
/// What always holds: there are never more connections than the limit, counting those that are being made or closed; nobody
/// waits while a connection is idle or a place is free; a waiter is answered exactly once; and whenever somebody waits, a connection
/// is being made or closed, or is lent to somebody who does not wait for another one.
package struct PoolStateMachine<Connection, Waiter> {
  /// What is in a place.
  enum Occupant {
    case nobody
    /// A connection is being made by a borrower.
    case connecting
    case lent
    case idle(Connection, since: Duration)
    /// A connection is being closed.
    case closing
  }

  struct Place {
    var occupant = Occupant.nobody
    var generation: UInt64 = 0
    /// From when on the connection is not lent any more.
    var expiry = Duration.zero
    /// How many borrowers hold this connection and wait for another one.
    var nestedWaiters = 0
  }

  /// Somebody who waits.
  struct Borrower {
    let waiter: Waiter
    let since: Duration
    /// The connections that it holds already.
    let held: [PoolSlot]
  }

  let configuration: PoolConfiguration
  /// Places are made when they are first needed.
  var places: [Place] = []
  /// The places without a connection.
  var vacant: [Int] = []
  /// The places with an idle connection, the one that was used last at the end.
  var idle: [Int] = []
  var queue = WaiterQueue<Borrower>()
  /// Those who wait for the pool to be empty; nil while it is not shut down.
  var drainObservers: [Waiter]?
  /// When the shell will call ``rang(now:)``.
  var alarm: Duration?
  /// The alarm was set, and the shell does not know.
  var isAlarmNew = false
  /// What happened so far.
  package internal(set) var counts = PoolCounts()

  package init(_ configuration: PoolConfiguration) { self.configuration = configuration }

  /// The name of a place, as long as what is in it stays.
  func slot(_ index: Int) -> PoolSlot { PoolSlot(index: index, generation: places[index].generation) }

  /// Changes what is in a place; whoever held it before holds it no longer.
  mutating func occupy(_ index: Int, _ occupant: Occupant) -> PoolSlot {
    places[index].occupant = occupant
    places[index].generation += 1
    places[index].nestedWaiters = 0
    return slot(index)
  }

  /// Takes a connection out of its place, to be closed.
  mutating func close(_ index: Int, _ connection: Connection, _ reason: PoolCloseReason) -> PoolAction<Connection, Waiter> {
    counts.closed[reason, default: 0] += 1
    return .close(occupy(index, .closing), connection)
  }

  /// Lends what is in a place.
  mutating func lend(_ index: Int, _ connection: Connection, needsCheck: Bool = false) -> PoolLoan<Connection> {
    counts.leases += 1
    return PoolLoan(slot: occupy(index, .lent), connection: connection, needsCheck: needsCheck)
  }

  /// True when the borrower still holds what it says it holds.
  func holds(_ slot: PoolSlot) -> Bool { places.indices.contains(slot.index) && self.slot(slot.index) == slot }

  /// What it looks like.
  package var numbers: PoolNumbers {
    var numbers = PoolNumbers(waiting: queue.count)
    for place in places {
      switch place.occupant {
      case .nobody: break
      case .connecting: numbers.connecting += 1
      case .lent: (numbers.lent, numbers.open) = (numbers.lent + 1, numbers.open + 1)
      case .idle: (numbers.idle, numbers.open) = (numbers.idle + 1, numbers.open + 1)
      case .closing: numbers.open += 1
      }
    }
    return numbers
  }
}

extension PoolStateMachine: Sendable where Connection: Sendable, Waiter: Sendable {}
extension PoolStateMachine.Occupant: Sendable where Connection: Sendable, Waiter: Sendable {}
extension PoolStateMachine.Place: Sendable where Connection: Sendable, Waiter: Sendable {}
extension PoolStateMachine.Borrower: Sendable where Waiter: Sendable {}
