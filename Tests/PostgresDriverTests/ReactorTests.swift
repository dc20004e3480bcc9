import Glibc
import Testing

@testable import PostgresDriver

@Suite struct ReactorTests {
  /// A token whose descriptor does not exist.
  private let unusedToken: UInt64 = 7 << 32 | 0x7FFF_FFFF

  /// Two ends of a line.
  private func makeLine() throws -> (near: Int32, far: Int32) {
    var ends: [Int32] = [0, 0]
    try #require(unsafe socketpair(AF_UNIX, Int32(SOCK_STREAM.rawValue) | Int32(SOCK_NONBLOCK.rawValue), 0, &ends) == 0)
    return (ends[0], ends[1])
  }

  private func write(to descriptor: Int32) { _ = unsafe Glibc.write(descriptor, [1 as UInt8], 1) }

  @Test func `a wait ends when there is something to read`() async throws {
    let reactor = try Reactor.running()
    let line = try makeLine()
    let readiness = Readiness(reactor)
    let token = try #require(reactor.watch(line.near, for: readiness))
    async let wake = readiness.wait(for: .read, isCancellable: true)
    write(to: line.far)
    #expect(await wake == .ready)
    reactor.forget(token)
    close(line.near)
    close(line.far)
  }

  @Test func `an event of a socket that is gone does not reach the next one with its number`() async throws {
    let successor = Readiness(try Reactor.running())
    successor.rebind(to: unusedToken + 1)
    successor.signal(unusedToken, isReadable: true, isWritable: true)
    let task = Task { await successor.wait(for: .read, isCancellable: true) }
    task.cancel()
    #expect(await task.value == .cancelled)
    successor.signal(unusedToken + 1, isReadable: true, isWritable: false)
    #expect(await successor.wait(for: .read, isCancellable: true) == .ready)
  }

  @Test func `a number that is used again belongs to its new owner alone`() async throws {
    let reactor = try Reactor.running()
    for _ in 0..<200 {
      let first = try makeLine()
      let old = Readiness(reactor)
      let oldToken = try #require(reactor.watch(first.near, for: old))
      write(to: first.far)
      reactor.forget(oldToken)
      close(first.near)
      let second = try makeLine()
      let new = Readiness(reactor)
      let newToken = try #require(reactor.watch(second.near, for: new))
      async let wake = new.wait(for: .read, isCancellable: true)
      write(to: second.far)
      #expect(await wake == .ready)
      reactor.forget(newToken)
      for descriptor in [first.far, second.near, second.far] { close(descriptor) }
    }
  }

  @Test func `cancelling the task ends a wait`() async throws {
    let readiness = Readiness(try Reactor.running())
    let task = Task { await readiness.wait(for: .read, isCancellable: true) }
    task.cancel()
    #expect(await task.value == .cancelled)
  }

  @Test func `a wait that is not to be cancelled goes on`() async throws {
    let readiness = Readiness(try Reactor.running())
    readiness.rebind(to: unusedToken)
    let task = Task { await readiness.wait(for: .read, isCancellable: false) }
    task.cancel()
    readiness.signal(unusedToken, isReadable: true, isWritable: false)
    #expect(await task.value == .ready)
  }

  @Test func `a deadline that was taken back does not end a later wait`() async throws {
    let readiness = Readiness(try Reactor.running())
    readiness.rebind(to: unusedToken)
    let expiry = readiness.beginExpiry()
    readiness.endExpiry()
    readiness.expire(expiry)
    readiness.signal(unusedToken, isReadable: true, isWritable: false)
    #expect(await readiness.wait(for: .read, isCancellable: true) == .ready)
  }

  @Test func `what is there already ends a wait, as often as it is asked`() async throws {
    let reactor = try Reactor.running()
    let line = try makeLine()
    let readiness = Readiness(reactor)
    let token = try #require(reactor.watch(line.near, for: readiness))
    write(to: line.far)
    // Nothing is read: with an edge alone the second wait would be for ever.
    for _ in 0..<3 { #expect(await readiness.wait(for: .read, isCancellable: true) == .ready) }
    #expect(await readiness.wait(for: .write, isCancellable: true) == .ready)
    reactor.forget(token)
    close(line.near)
    close(line.far)
  }

  @Test func `a deadline ends a wait`() async throws {
    let reactor = try Reactor.running()
    let readiness = Readiness(reactor)
    let expiry = readiness.beginExpiry()
    _ = reactor.schedule(after: .milliseconds(1)) { readiness.expire(expiry) }
    #expect(await readiness.wait(for: .read, isCancellable: true) == .expired)
  }

  @Test func `deadlines come in the order of their times`() {
    var generator = SeededGenerator(seed: 3)
    var queue = DeadlineQueue<Int>()
    let now = ContinuousClock.now
    var expected: [Int] = []
    for _ in 0..<2000 {
      let offset = Int.random(in: 0..<1_000_000, using: &generator)
      let handle = queue.insert(at: now.advanced(by: .microseconds(offset)), offset)
      if Bool.random(using: &generator) { queue.remove(handle) } else { expected.append(offset) }
    }
    #expect(queue.count == expected.count)
    #expect(queue.popDue(at: now.advanced(by: .seconds(-1))) == nil)
    var found: [Int] = []
    while let offset = queue.popDue(at: now.advanced(by: .seconds(2))) { found.append(offset) }
    #expect(found == expected.sorted())
  }

  @Test func `the first of two values wins`() async {
    let shot = OneShot<Int>()
    shot.give(1)
    shot.give(2)
    #expect(await shot.value() == 1)
  }
}
