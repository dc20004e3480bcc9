import TenantryTestSupport
import Testing

@Suite(.timeLimit(.minutes(1))) struct ManualClockTests {
  @Test func `a sleeper wakes when its time has come and not before`() async throws {
    let clock = ManualClock()
    async let sleep: Void = clock.sleep(for: .seconds(10))
    await clock.waitForSleepers(1)
    clock.advance(by: .seconds(9))
    #expect(clock.sleeperCount == 1)
    clock.advance(by: .seconds(1))
    try await sleep
    #expect(clock.sleeperCount == 0)
  }

  @Test func `a sleep of nothing does not wait`() async throws {
    try await ManualClock().sleep(for: .zero)
  }

  @Test func `a cancelled sleeper throws`() async {
    let clock = ManualClock()
    let task = Task { try await clock.sleep(for: .seconds(1)) }
    await clock.waitForSleepers(1)
    task.cancel()
    await #expect(throws: CancellationError.self) { try await task.value }
    #expect(clock.sleeperCount == 0)
  }

  @Test func `the same seed gives the same numbers`() {
    var (first, second) = (SplitMix64(seed: 7), SplitMix64(seed: 7))
    #expect((0..<10).map { _ in first.next() } == (0..<10).map { _ in second.next() })
    // The reference implementation's first number for the seed 0.
    var reference = SplitMix64(seed: 0)
    #expect(reference.next() == 0xE220_A839_7B1D_CDAF)
  }
}
