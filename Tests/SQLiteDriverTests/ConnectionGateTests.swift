import Database
import Synchronization
import Testing

@testable import SQLiteDriver

/// How many are inside, were at most, and have been.
private final class Counts: Sendable {
  private let state = Mutex((inside: 0, most: 0, total: 0))

  var values: (inside: Int, most: Int, total: Int) { state.withLock { $0 } }

  func enter() { state.withLock { $0 = ($0.inside + 1, max($0.most, $0.inside + 1), $0.total + 1) } }
  func leave() { state.withLock { $0.inside -= 1 } }
}

/// Numbers in the order in which they came.
private final class Order: Sendable {
  private let state = Mutex<[Int]>([])

  var numbers: [Int] { state.withLock { $0 } }

  func append(_ number: Int) { state.withLock { $0.append(number) } }
}

@Suite struct ConnectionGateTests {
  @Test func `never more are in than the limit, and all get in`() async throws {
    let gate = ConnectionGate(limit: 3)
    let counts = Counts()
    try await withThrowingTaskGroup(of: Void.self) { group in
      for _ in 0..<50 {
        group.addTask {
          try await gate.enter()
          counts.enter()
          for _ in 0..<5 { await Task.yield() }
          counts.leave()
          gate.leave()
        }
      }
      try await group.waitForAll()
    }
    #expect(counts.values.total == 50)
    #expect(counts.values.most == 3)
  }

  @Test func `who came first is served first`() async throws {
    let gate = ConnectionGate(limit: 1)
    let order = Order()
    try await gate.enter()
    try await withThrowingTaskGroup(of: Void.self) { group in
      for number in 0..<5 {
        group.addTask {
          try await gate.enter()
          order.append(number)
          gate.leave()
        }
        while gate.waiterCount <= number { await Task.yield() }
      }
      gate.leave()
      try await group.waitForAll()
    }
    #expect(order.numbers == [0, 1, 2, 3, 4])
  }

  @Test func `a cancelled waiter leaves the queue`() async throws {
    let gate = ConnectionGate(limit: 1)
    try await gate.enter()
    let waiter = Task { await failure { try await gate.enter() } }
    while gate.waiterCount == 0 { await Task.yield() }
    waiter.cancel()
    #expect(await waiter.value?.code == .cancelled)
    #expect(gate.waiterCount == 0)
    gate.leave()
    // The place was not given to who had left.
    try await gate.enter()
    gate.leave()
  }

  @Test func `a task that is cancelled already does not enter`() async throws {
    let gate = ConnectionGate(limit: 1)
    let task = Task {
      unsafe withUnsafeCurrentTask { unsafe $0?.cancel() }
      return await failure { try await gate.enter() }
    }
    #expect(await task.value?.code == .cancelled)
    try await gate.enter()
  }

  @Test func `closing refuses who waits and waits for who is in`() async throws {
    let gate = ConnectionGate(limit: 1)
    try await gate.enter()
    let waiter = Task { await failure { try await gate.enter() } }
    while gate.waiterCount == 0 { await Task.yield() }
    let isClosed = Signal()
    try await withThrowingTaskGroup(of: Void.self) { group in
      group.addTask {
        await gate.close()
        isClosed.raise()
      }
      #expect(await waiter.value?.code == .poolUnavailable)
      for _ in 0..<100 { await Task.yield() }
      #expect(!isClosed.isRaised)
      gate.leave()
      try await group.waitForAll()
    }
    await expectCode(.poolUnavailable) { try await gate.enter() }
  }
}
