/// What the proxy is to do, and what it has seen: shared by the tests and the proxy's thread.
struct FaultScript {
  /// How new connections are taken.
  var reception = FaultProxy.Reception.serve
  /// Who accepts clients, until the thread takes it: it is closed when nobody has it.
  var listener: RawSocket?
  private(set) var faults: [Fault] = []
  private(set) var journal: [PassingMessage] = []
  private var counts: [Fault.Direction: Int] = [:]
  /// How many faults have struck.
  private(set) var strikes = 0
  private var observers: [CheckedContinuation<Void, Never>] = []

  /// What the thread is asked to do at its next turn.
  var orders = Orders()
  private(set) var hasStopped = false

  /// What the thread is asked to do, and who waits until it is done.
  struct Orders {
    var releases = false
    var severance: Fault.Cut?
    var stops = false
    var observers: [CheckedContinuation<Void, Never>] = []
  }

  /// Begins to count anew.
  ///
  /// - Returns: Those who wait for a fault that will not strike any more.
  mutating func arm(_ faults: [Fault]) -> [CheckedContinuation<Void, Never>] {
    self.faults = faults
    journal = []
    counts = [:]
    strikes = 0
    defer { observers = [] }
    return observers
  }

  /// Counts a message.
  ///
  /// - Returns: What happens to it, and who waits for that.
  mutating func register(_ message: PassingMessage) -> (faults: [Fault], observers: [CheckedContinuation<Void, Never>]) {
    journal.append(message)
    let number = counts[message.direction, default: 0] + 1
    counts[message.direction] = number
    let struck = faults.filter { $0.direction == message.direction && $0.message == number }
    guard !struck.isEmpty else { return ([], []) }
    strikes += struck.count
    defer { observers = [] }
    return (struck, observers)
  }

  /// Adds somebody who waits for a fault to strike.
  ///
  /// - Returns: False when one has, or none will.
  mutating func observe(_ observer: CheckedContinuation<Void, Never>) -> Bool {
    guard !faults.isEmpty, strikes == 0, !orders.stops, !hasStopped else { return false }
    observers.append(observer)
    return true
  }

  /// Adds somebody who waits until the orders are carried out.
  ///
  /// - Returns: False when there is nobody to do it any more.
  mutating func expect(_ observer: CheckedContinuation<Void, Never>) -> Bool {
    guard !hasStopped else { return false }
    orders.observers.append(observer)
    return true
  }

  /// Takes the orders.
  mutating func takeOrders() -> Orders {
    defer { orders = Orders() }
    return orders
  }

  /// Nothing will happen any more.
  ///
  /// - Returns: Those who wait for something.
  mutating func stop() -> [CheckedContinuation<Void, Never>] {
    hasStopped = true
    defer { (observers, orders) = ([], Orders()) }
    return observers + orders.observers
  }
}
