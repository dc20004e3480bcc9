import Database
import Testing

/// Connections and waiters are numbers here: the machine does not care.
private typealias Machine = PoolStateMachine<Int, String>

extension PoolStateMachine<Int, String> {
  /// Borrows with a new connection, and expects that there is room.
  fileprivate mutating func borrowNew(_ connection: Int, now: Duration = .zero) throws -> PoolLoan<Int> {
    guard case .connect(let slot) = acquire(key: .default, now: now, waiter: "unwanted") else { throw Unexpected() }
    return try #require(connected(slot, connection, now: now))
  }

  fileprivate mutating func mustWait(_ name: String, key: PoolKey = .default) throws -> PoolTicket {
    guard case .wait(let ticket, _) = acquire(key: key, now: .zero, waiter: name) else { throw Unexpected() }
    return ticket
  }
}

private struct Unexpected: Error {}

@Suite struct PoolStateMachineTests {
  private func machine(
    maximum: Int = 1, waiters: Int = 10, check: Duration = .seconds(10), idle: Duration = .seconds(100),
    lifetime: Duration = .seconds(1000)
  ) -> Machine {
    Machine(
      PoolConfiguration(
        maximumConnections: maximum, maximumWaiters: waiters, checkAfterIdle: check, idleLimit: idle, lifetime: lifetime))
  }

  @Test func `the first borrower makes a connection and the next one gets it`() throws {
    var machine = machine()
    let loan = try machine.borrowNew(7)
    #expect(machine.numbers == PoolNumbers(open: 1, lent: 1))
    guard case .none = machine.release(loan, now: .zero) else { throw Unexpected() }
    #expect(machine.numbers == PoolNumbers(open: 1, idle: 1))
    guard case .lend(let again) = machine.acquire(key: .default, now: .zero, waiter: "") else { throw Unexpected() }
    #expect(again.connection == 7)
    #expect(!again.needsCheck)
    #expect(again.slot != loan.slot, "Every lending has a number of its own.")
  }

  @Test func `no more connections than the maximum are made`() throws {
    var machine = machine(maximum: 3)
    for _ in 0..<3 {
      guard case .connect = machine.acquire(key: .default, now: .zero, waiter: "") else { throw Unexpected() }
    }
    _ = try machine.mustWait("fourth")
    #expect(machine.numbers == PoolNumbers(connecting: 3, waiting: 1))
  }

  @Test func `the idle connection that was used last is lent first`() throws {
    var machine = machine(maximum: 2)
    let (first, second) = (try machine.borrowNew(1), try machine.borrowNew(2))
    _ = machine.release(second, now: .zero)
    _ = machine.release(first, now: .zero)
    guard case .lend(let loan) = machine.acquire(key: .default, now: .zero, waiter: "") else { throw Unexpected() }
    #expect(loan.connection == 1)
  }

  @Test func `waiters of one key are served first come first served`() throws {
    var machine = machine()
    var loan = try machine.borrowNew(1)
    for name in ["a", "b", "c"] { _ = try machine.mustWait(name) }
    for name in ["a", "b", "c"] {
      guard case .answer(let waiter, .lend(let next)) = machine.release(loan, now: .zero) else {
        throw Unexpected()
      }
      #expect(waiter == name)
      loan = next
    }
  }

  @Test func `keys take turns however many wait for one of them`() throws {
    var machine = machine()
    var loan = try machine.borrowNew(1)
    for name in ["x1", "x2", "x3", "y1", "z1", "z2"] { _ = try machine.mustWait(name, key: PoolKey(String(name.prefix(1)))) }
    var order: [String] = []
    while case .answer(let waiter, .lend(let next)) = machine.release(loan, now: .zero) {
      order.append(waiter)
      loan = next
    }
    #expect(order == ["x1", "y1", "z1", "x2", "z2", "x3"])
  }

  @Test func `a full queue refuses at once`() throws {
    var machine = machine(waiters: 1)
    _ = try machine.borrowNew(1)
    _ = try machine.mustWait("a")
    guard case .refuse(.queueFull) = machine.acquire(key: .default, now: .zero, waiter: "b") else { throw Unexpected() }
    #expect(machine.numbers.waiting == 1)
  }

  @Test func `a waiter that withdraws leaves the queue and is answered once`() throws {
    var machine = machine()
    let loan = try machine.borrowNew(1)
    let ticket = try machine.mustWait("a")
    _ = try machine.mustWait("b")
    #expect(machine.withdraw(ticket) == "a")
    #expect(machine.withdraw(ticket) == nil)
    guard case .answer("b", .lend) = machine.release(loan, now: .zero) else { throw Unexpected() }
  }

  @Test func `an answered waiter cannot withdraw`() throws {
    var machine = machine()
    let loan = try machine.borrowNew(1)
    let ticket = try machine.mustWait("a")
    _ = machine.release(loan, now: .zero)
    #expect(machine.withdraw(ticket) == nil)
  }

  @Test func `a failed attempt lets the next waiter make its own`() throws {
    var machine = machine()
    guard case .connect(let slot) = machine.acquire(key: .default, now: .zero, waiter: "") else { throw Unexpected() }
    _ = try machine.mustWait("a")
    guard case .answer("a", .connect(let next)) = machine.vacated(slot, now: .zero) else { throw Unexpected() }
    #expect(next != slot)
    guard case .none = machine.vacated(next, now: .zero) else { throw Unexpected() }
    #expect(machine.numbers == PoolNumbers())
  }

  @Test func `a broken connection is closed before its place is used again`() throws {
    var machine = machine()
    let loan = try machine.borrowNew(1)
    _ = try machine.mustWait("a")
    guard case .close(let slot, 1) = machine.release(loan, .broken, now: .zero) else { throw Unexpected() }
    #expect(machine.numbers == PoolNumbers(open: 1, waiting: 1))
    guard case .answer("a", .connect) = machine.vacated(slot, now: .zero) else { throw Unexpected() }
  }

  @Test(arguments: [(9, false), (10, true), (99, true)]) func `a long idle connection is checked before it is lent`(
    seconds: Int, needsCheck: Bool
  ) throws {
    var machine = machine()
    _ = machine.release(try machine.borrowNew(1), now: .zero)
    guard case .lend(let loan) = machine.acquire(key: .default, now: .seconds(seconds), waiter: "") else { throw Unexpected() }
    #expect(loan.needsCheck == needsCheck)
  }

  @Test func `a connection that died while it was idle is replaced in its place`() throws {
    var machine = machine()
    let loan = try machine.borrowNew(1)
    _ = try machine.mustWait("a")
    let slot = machine.replacing(loan.slot)
    #expect(machine.numbers == PoolNumbers(connecting: 1, waiting: 1))
    #expect(machine.connected(slot, 2, now: .zero)?.connection == 2)
  }

  @Test func `an old connection is closed when it comes back`() throws {
    var machine = machine()
    let loan = try machine.borrowNew(1)
    guard case .close(_, 1) = machine.release(loan, now: .seconds(1000)) else { throw Unexpected() }
  }

  @Test func `an old connection is not lent`() throws {
    var machine = machine(idle: .seconds(10_000))
    _ = machine.release(try machine.borrowNew(1), now: .seconds(999))
    guard case .replace(_, 1) = machine.acquire(key: .default, now: .seconds(1000), waiter: "") else { throw Unexpected() }
  }

  @Test func `shutting down refuses waiters, closes what is idle and waits for what is lent`() throws {
    var machine = machine(maximum: 2)
    let (first, second) = (try machine.borrowNew(1), try machine.borrowNew(2))
    _ = try machine.mustWait("a")
    _ = machine.withdraw(try machine.mustWait("b"))
    guard case .answer("a", .lend(let third)) = machine.release(first, now: .zero) else { throw Unexpected() }
    _ = machine.release(third, now: .zero)

    let actions = machine.shutDown(observer: "observer")
    guard case .close(let slot, 1) = actions.first, actions.count == 2, case .none = actions[1] else { throw Unexpected() }
    guard case .refuse(.shutDown) = machine.acquire(key: .default, now: .zero, waiter: "") else { throw Unexpected() }
    guard case .none = machine.vacated(slot, now: .zero) else { throw Unexpected() }
    guard case .close(let last, 2) = machine.release(second, now: .zero) else { throw Unexpected() }
    guard case .finish(["observer"]) = machine.vacated(last, now: .zero) else { throw Unexpected() }
    guard case .finish(["again"]) = machine.shutDown(observer: "again").last else { throw Unexpected() }
  }

  @Test func `a connection that is made after the shutdown is not lent`() throws {
    var machine = machine()
    guard case .connect(let slot) = machine.acquire(key: .default, now: .zero, waiter: "") else { throw Unexpected() }
    _ = machine.shutDown(observer: "observer")
    #expect(machine.connected(slot, 1, now: .zero) == nil)
    guard case .finish(["observer"]) = machine.vacated(slot, now: .zero) else { throw Unexpected() }
  }

  @Test func `a loan cannot be returned twice`() async {
    await #expect(processExitsWith: .failure) {
      var machine = Machine(PoolConfiguration())
      let loan = try machine.borrowNew(1)
      _ = machine.release(loan, now: .zero)
      _ = machine.release(loan, now: .zero)
    }
  }
}
