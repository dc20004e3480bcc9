import Database
import TenantryTestSupport
import Testing

/// Drives the machine with random events and keeps books of its own about who has what.
private struct PoolModel {
  typealias Machine = PoolStateMachine<Int, Int>

  let maximum: Int
  var machine: Machine
  var random: SplitMix64
  var now = Duration.zero
  var nextConnection = 0
  var nextWaiter = 0

  var loans: [PoolLoan<Int>] = []
  var attempts: [PoolSlot] = []
  var closing: [PoolSlot: Int] = [:]
  var waiting: [Int: PoolTicket] = [:]
  /// What those hold who wait for a second connection, and since when everybody waits.
  var held: [Int: [PoolSlot]] = [:]
  var since: [Int: Duration] = [:]
  var alarm: Duration?
  var deadlocks = 0
  var rings = 0
  /// The connections that exist, wherever they are.
  var open: Set<Int> = []
  var answered: Set<Int> = []
  var finished: Set<Int> = []
  var isShutDown = false

  init(seed: UInt64) {
    random = SplitMix64(seed: seed)
    maximum = Int.random(in: 1...5, using: &random)
    let waiters = Int.random(in: 0...20, using: &random)
    machine = Machine(
      PoolConfiguration(
        maximumConnections: maximum, minimumConnections: Int.random(in: 0...2, using: &random), maximumWaiters: waiters,
        acquireDeadline: .seconds(30), checkAfterIdle: .seconds(5), idleLimit: .seconds(20), lifetime: .seconds(60)))
  }

  mutating func step() throws {
    now += .milliseconds(Int.random(in: 0...3000, using: &random))
    if let due = alarm, due <= now { try ring() }
    switch Int.random(in: 0..<100, using: &random) {
    case 0..<40: try acquire()
    case 40..<60: if let slot = attempts.randomElement(using: &random) { try finishAttempt(slot) }
    case 60..<85: if !loans.isEmpty { try release(at: Int.random(in: 0..<loans.count, using: &random)) }
    case 85..<92: if let slot = closing.min(by: { $0.value < $1.value })?.key { try closed(slot) }
    case 92..<97: if let waiter = waiting.keys.sorted().randomElement(using: &random) { try withdraw(waiter) }
    default: if !loans.isEmpty { try replace(at: Int.random(in: 0..<loans.count, using: &random)) }
    }
    if let due = machine.takeAlarm() { alarm = due }
    try check()
  }

  mutating func ring() throws {
    rings += 1
    alarm = nil
    for action in machine.rang(now: now) { try perform(action) }
    alarm = machine.takeAlarm()
    try #require(since.values.allSatisfy { now - $0 < .seconds(30) }, "A waiter is left that waited too long.")
  }

  /// The connections whose borrowers do not wait for another one.
  var free: Int { Set(loans.map(\.slot)).subtracting(held.values.joined()).count }

  mutating func acquire() throws {
    nextWaiter += 1
    let key = PoolKey(String(Int.random(in: 0..<3, using: &random)))
    // Now and then it is somebody who has connections already, even one that waits for another one at the same time.
    let mine = Int.random(in: 0..<3, using: &random) == 0 ? loans.shuffled(using: &random).prefix(2).map(\.slot) : []
    switch machine.acquire(key: key, now: now, held: mine, waiter: nextWaiter) {
    case .lend(let loan): try lent(loan)
    case .connect(let slot): attempts.append(slot)
    case .replace(let slot, let old):
      let existed = open.remove(old) != nil
      try #require(existed)
      attempts.append(slot)
    case .wait(let ticket, let waiter):
      try #require(waiter == nextWaiter)
      waiting[waiter] = ticket
      held[waiter] = mine
      since[waiter] = now
    case .refuse(.wouldDeadlock):
      deadlocks += 1
      let left = Set(loans.map(\.slot)).subtracting(held.values.joined()).subtracting(mine)
      try #require(left.isEmpty && attempts.isEmpty && closing.isEmpty && !mine.isEmpty, "Somebody could have waited.")
    case .refuse(let refusal): try #require(refusal == (isShutDown ? .shutDown : .queueFull))
    }
  }

  mutating func lent(_ loan: PoolLoan<Int>) throws {
    try #require(!loans.contains { $0.connection == loan.connection }, "Connection \(loan.connection) is lent twice.")
    try #require(open.contains(loan.connection), "A closed connection is lent.")
    loans.append(loan)
  }

  mutating func finishAttempt(_ slot: PoolSlot) throws {
    attempts.removeAll { $0 == slot }
    guard Bool.random(using: &random) || isShutDown else { return try perform(machine.failed(slot, now: now)) }
    nextConnection += 1
    if let loan = machine.connected(slot, nextConnection, now: now) {
      open.insert(nextConnection)
      try #require(loan.connection == nextConnection)
      try lent(loan)
    } else {
      try #require(isShutDown)
      try perform(machine.vacated(slot, now: now))
    }
  }

  mutating func release(at index: Int) throws {
    let loan = loans.remove(at: index)
    try perform(
      machine.release(loan, [.clean, .clean, .clean, .broken, .worn].randomElement(using: &random) ?? .clean, now: now))
  }

  mutating func replace(at index: Int) throws {
    let loan = loans.remove(at: index)
    open.remove(loan.connection)
    attempts.append(machine.replacing(loan.slot))
  }

  mutating func closed(_ slot: PoolSlot) throws {
    let found = closing.removeValue(forKey: slot)
    let connection = try #require(found)
    open.remove(connection)
    try perform(machine.vacated(slot, now: now))
  }

  mutating func withdraw(_ waiter: Int) throws {
    let found = waiting.removeValue(forKey: waiter)
    let ticket = try #require(found)
    let withdrawn = machine.withdraw(ticket)
    try #require(withdrawn == waiter)
    try markAnswered(waiter)
  }

  mutating func markAnswered(_ waiter: Int) throws {
    let isNew = answered.insert(waiter).inserted
    try #require(isNew, "Waiter \(waiter) is answered twice.")
    held[waiter] = nil
    since[waiter] = nil
  }

  mutating func perform(_ action: PoolAction<Int, Int>) throws {
    switch action {
    case .none: break
    case .close(let slot, let connection):
      try #require(open.contains(connection) && !loans.contains { $0.connection == connection })
      closing[slot] = connection
    case .finish(let observers): finished.formUnion(observers)
    case .answer(let waiter, let answer):
      let wasWaiting = waiting.removeValue(forKey: waiter) != nil
      try #require(wasWaiting, "Waiter \(waiter) was not waiting.")
      try markAnswered(waiter)
      switch answer {
      case .lend(let loan): try lent(loan)
      case .connect(let slot): attempts.append(slot)
      case .refuse(let refusal): try #require(refusal == (isShutDown ? .shutDown : .deadlineExceeded))
      case .drained: Issue.record("A waiter is told that the pool is drained.")
      }
    }
  }

  /// What always holds.
  func check() throws {
    let numbers = machine.numbers
    try #require(numbers.lent == loans.count)
    try #require(numbers.connecting == attempts.count)
    try #require(numbers.waiting == waiting.count)
    try #require(numbers.open == open.count)
    try #require(numbers.open == numbers.idle + numbers.lent + closing.count)
    try #require(numbers.open + numbers.connecting <= maximum, "There are more connections than the maximum.")
    if numbers.waiting > 0 {
      try #require(numbers.idle == 0 && numbers.open + numbers.connecting == maximum)
      try #require(free + attempts.count + closing.count > 0, "All wait for each other.")
    }
    if numbers.waiting + numbers.idle > 0 && !isShutDown { try #require(alarm != nil || numbers.waiting == 0) }
    try #require(machine.counts.opened - machine.counts.closedInAll == numbers.open - closing.count)
  }

  /// Shuts down, brings everything back, and expects that everybody has an answer.
  mutating func end() throws {
    isShutDown = true
    for action in machine.shutDown(observer: -1) { try perform(action) }
    try #require(waiting.isEmpty, "Waiters are left.")
    while !(loans.isEmpty && attempts.isEmpty && closing.isEmpty) {
      try #require(finished.isEmpty, "The pool says that it is drained and is not.")
      if let slot = attempts.first { try finishAttempt(slot) }
      if !loans.isEmpty { try release(at: 0) }
      if let slot = closing.min(by: { $0.value < $1.value })?.key { try closed(slot) }
      try check()
    }
    try #require(finished == [-1])
    try #require(machine.numbers == PoolNumbers())
  }
}

@Suite struct PoolModelTests {
  @Test(arguments: UInt64(1)...60) func `random events keep the promises`(seed: UInt64) throws {
    var model = PoolModel(seed: seed)
    for _ in 0..<1000 { try model.step() }
    let busy = model.answered.count
    try model.end()
    #expect(model.nextConnection > 0)
    #expect(model.rings > 0)
    #expect(model.machine.counts.opened == model.machine.counts.closedInAll)
    #expect(seed != 1 || busy > 0)
  }
}
