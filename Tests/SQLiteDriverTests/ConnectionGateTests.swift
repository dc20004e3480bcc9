import Database
import Synchronization
import Testing

@testable import SQLiteDriver

@Suite struct ConnectionGateTests {
  @Test func `never more are in than the limit, and all get in`() async throws {
    let gate = ConnectionGate(limit: 3)
    let (inside, most, total) = (Atomic<Int>(0), Atomic<Int>(0), Atomic<Int>(0))
    try await withThrowingTaskGroup(of: Void.self) { group in
      for _ in 0..<50 {
        group.addTask {
          try await gate.enter()
          most.max(inside.add(1, ordering: .relaxed).newValue, ordering: .relaxed)
          for _ in 0..<5 { await Task.yield() }
          inside.subtract(1, ordering: .relaxed)
          total.add(1, ordering: .relaxed)
          gate.leave()
        }
      }
      try await group.waitForAll()
    }
    #expect(total.load(ordering: .relaxed) == 50)
    #expect(most.load(ordering: .relaxed) <= 3)
  }

  @Test func `who came first is served first`() async throws {
    let gate = ConnectionGate(limit: 1)
    let order = Mutex<[Int]>([])
    try await gate.enter()
    try await withThrowingTaskGroup(of: Void.self) { group in
      for number in 0..<5 {
        group.addTask {
          try await gate.enter()
          order.withLock { $0.append(number) }
          gate.leave()
        }
        while gate.waiterCount <= number { await Task.yield() }
      }
      gate.leave()
      try await group.waitForAll()
    }
    #expect(order.withLock { $0 } == [0, 1, 2, 3, 4])
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
      withUnsafeCurrentTask { unsafe $0?.cancel() }
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
    let isClosed = Atomic<Bool>(false)
    try await withThrowingTaskGroup(of: Void.self) { group in
      group.addTask {
        await gate.close()
        isClosed.store(true, ordering: .releasing)
      }
      #expect(await waiter.value?.code == .poolUnavailable)
      for _ in 0..<100 { await Task.yield() }
      #expect(!isClosed.load(ordering: .acquiring))
      gate.leave()
      try await group.waitForAll()
    }
    #expect(await failure { try await gate.enter() }?.code == .poolUnavailable)
  }
}
