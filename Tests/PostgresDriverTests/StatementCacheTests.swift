import SQL
import Testing

@testable import PostgresDriver

@Suite struct StatementCacheTests {
  /// Uses a text as a connection does: what is planned is prepared.
  private func use(_ text: String, _ binds: [SQLValue] = [], in cache: inout StatementCache) -> StatementCache.Plan {
    let plan = cache.use(text, binds)
    if case .prepare(let name, let types) = plan { cache.markPrepared(text, name: name, types: types) }
    return plan
  }

  @Test func `a statement is prepared when it comes for the second time`() {
    var cache = StatementCache(capacity: 4)
    #expect(use("a", in: &cache) == .unnamed)
    #expect(use("a", in: &cache) == .prepare(name: "t1", types: []))
    #expect(use("a", in: &cache) == .prepared(name: "t1"))
  }

  @Test func `capacity 0 prepares nothing and remembers nothing`() {
    var cache = StatementCache(capacity: 0)
    for _ in 0..<3 { #expect(use("a", in: &cache) == .unnamed) }
    #expect(cache.count == 0)
  }

  @Test func `the least recently used statement goes first`() {
    var cache = StatementCache(capacity: 2)
    for text in ["a", "a", "b", "b", "a", "c"] { _ = use(text, in: &cache) }
    #expect(cache.takeStale() == ["t2"])
    #expect(use("a", in: &cache) == .prepared(name: "t1"))
    #expect(use("b", in: &cache) == .unnamed)
    #expect(cache.count == 2)
  }

  @Test func `a statement whose types differ is not taken for the same`() {
    var cache = StatementCache(capacity: 2)
    for _ in 0..<2 { _ = use("a", [.integer(1)], in: &cache) }
    #expect(use("a", [.text("1")], in: &cache) == .unnamed)
    #expect(use("a", [.null], in: &cache) == .prepared(name: "t1"))
    #expect(use("a", [.integer(1), .integer(2)], in: &cache) == .unnamed)
  }

  @Test func `a value where there was only NULL so far prepares anew`() {
    var cache = StatementCache(capacity: 2)
    for _ in 0..<2 { _ = use("a", [.null], in: &cache) }
    #expect(use("a", [.integer(1)], in: &cache) == .prepare(name: "t2", types: [20]))
    #expect(cache.takeStale() == ["t1"])
    #expect(use("a", [.null], in: &cache) == .prepared(name: "t2"))
  }

  @Test func `what the server keeps is bounded even when it is told nothing`() {
    var cache = StatementCache(capacity: 16)
    var kept = 0
    for number in 0..<10_000 {
      for _ in 0..<2 where use("s\(number)", in: &cache).isPreparation { kept += 1 }
    }
    #expect(kept <= 16 + 8)
    #expect(cache.count <= 16)
    #expect(cache.stale.count <= 8)
    #expect(cache.takeStale().count == 8)
    #expect(use("new", in: &cache) == .unnamed)
    #expect(use("new", in: &cache).isPreparation)
  }

  @Test func `names are never used twice`() {
    var cache = StatementCache(capacity: 2)
    for _ in 0..<2 { _ = use("a", in: &cache) }
    cache.forgetAll()
    for _ in 0..<2 { _ = use("a", in: &cache) }
    #expect(use("a", in: &cache) == .prepared(name: "t2"))
    #expect(cache.stale.isEmpty)
  }

  @Test func `order of use agrees with a plain list`() {
    var generator = SeededGenerator(seed: 7)
    var cache = StatementCache(capacity: 5)
    var order: [String] = []
    for _ in 0..<5000 {
      let text = "s\(Int.random(in: 0..<9, using: &generator))"
      let isKnown = order.contains(text)
      let plan = use(text, in: &cache)
      _ = cache.takeStale()
      #expect((plan == .unnamed) == !isKnown)
      order.removeAll { $0 == text }
      order.append(text)
      if order.count > 5 { order.removeFirst() }
    }
  }

  @Test func `only a statement that is quick each time is waited for on the spot`() {
    var cache = StatementCache(capacity: 2)
    for _ in 0..<2 { _ = use("a", in: &cache) }
    #expect(!cache.isQuick)
    for _ in 0..<3 { cache.noteAnswer(after: .microseconds(40)) }
    #expect(cache.isQuick)
    _ = use("b", in: &cache)
    #expect(!cache.isQuick)
    _ = use("a", in: &cache)
    #expect(cache.isQuick)
    cache.noteAnswer(after: .milliseconds(1))
    #expect(!cache.isQuick)
  }

  @Test func `a statement that is always slow is waited for on the spot more and more rarely`() {
    var quickness = Quickness()
    var tries: [Int] = []
    for turn in 0..<2000 {
      if quickness.isExpected { tries.append(turn) }
      quickness.note(.milliseconds(1))
    }
    #expect(tries.prefix(5) == [15, 17, 21, 29, 45])
    #expect(tries.count == 14)
  }

  @Test func `one slow answer among quick ones costs one turn`() {
    var quickness = Quickness()
    for _ in 0..<10 { quickness.note(.zero) }
    quickness.note(.milliseconds(1))
    #expect(!quickness.isExpected)
    quickness.note(.milliseconds(1))
    #expect(quickness.isExpected)
  }

  @Test func `late parts of an answer are made up for by the prompt ones`() {
    var allowance = Quickness.Allowance()
    let waits: [Duration] = [.microseconds(400)] + Array(repeating: .microseconds(5), count: 4)
    for _ in 0..<1000 {
      let areCovered = waits.allSatisfy { allowance.covers($0) }
      #expect(areCovered)
    }
  }

  @Test func `a call that is nothing but late gives its thread back`() {
    var allowance = Quickness.Allowance()
    let covered = (0..<100).prefix { _ in allowance.covers(.milliseconds(1)) }
    #expect(covered.count == 4)
    let isCovered = allowance.covers(.milliseconds(1))
    #expect(!isCovered)
  }
}
