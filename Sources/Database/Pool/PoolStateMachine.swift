/// What a pool decides, as a value: no lock, no clock, no input or output.
///
/// The shell tells it what happened and carries out what it answers. Time is the duration since the pool was made.
///
/// What always holds: there are never more connections than the limit, counting those that are being made or closed; nobody
/// waits while a connection is idle or a place is free; a waiter is answered exactly once.
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
    var connectedAt = Duration.zero
  }

  let configuration: PoolConfiguration
  /// Places are made when they are first needed.
  var places: [Place] = []
  /// The places without a connection.
  var vacant: [Int] = []
  /// The places with an idle connection, the one that was used last at the end.
  var idle: [Int] = []
  var queue = WaiterQueue<Waiter>()
  /// Those who wait for the pool to be empty; nil while it is not shut down.
  var drainObservers: [Waiter]?

  package init(_ configuration: PoolConfiguration) { self.configuration = configuration }

  /// The name of a place, as long as what is in it stays.
  func slot(_ index: Int) -> PoolSlot { PoolSlot(index: index, generation: places[index].generation) }

  /// Changes what is in a place; whoever held it before holds it no longer.
  mutating func occupy(_ index: Int, _ occupant: Occupant) -> PoolSlot {
    places[index].occupant = occupant
    places[index].generation += 1
    return slot(index)
  }

  /// True when the borrower still holds what it says it holds.
  func holds(_ slot: PoolSlot) -> Bool { places.indices.contains(slot.index) && self.slot(slot.index) == slot }

  func isTooOld(_ index: Int, now: Duration) -> Bool {
    now - places[index].connectedAt >= configuration.lifetime
  }

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
