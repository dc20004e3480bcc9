import Glibc
import Testing

@testable import TenantCommands

@Suite(.timeLimit(.minutes(1))) struct InterruptionTests {
  @Test(arguments: StopSignal.allCases) func `whoever waits learns which signal it was`(signal: StopSignal) async {
    let interruption = Interruption()
    async let first = interruption.wait()
    async let second = interruption.wait()
    interruption.request(signal)
    #expect(await first == signal)
    #expect(await second == signal)
    #expect(await interruption.wait() == signal)
  }

  @Test func `the first request counts`() {
    let interruption = Interruption()
    #expect(!interruption.isRequested)
    #expect(throws: Never.self) { try interruption.check() }
    interruption.request(.terminate)
    interruption.request(.interrupt)
    #expect(interruption.requested == .terminate)
    #expect(throws: Interrupted(signal: .terminate)) { try interruption.check() }
  }

  @Test func `a cancelled waiter goes away without an answer`() async {
    let interruption = Interruption()
    let waiter = Task { await interruption.wait() }
    waiter.cancel()
    #expect(await waiter.value == nil)
    interruption.request(.interrupt)
  }

  // MARK: Real signals, each in a process of its own

  @Test func `the first signal lets work finish and end as it likes`() async {
    await #expect(processExitsWith: .exitCode(7)) {
      signal(SIGINT, SIG_DFL)
      alarm(30)
      let interruption = try SignalHandlers.install()
      kill(getpid(), SIGINT)
      guard await interruption.wait() == .interrupt else { exit(1) }
      exit(7)
    }
  }

  @Test func `a signal to terminate is told apart`() async {
    await #expect(processExitsWith: .exitCode(7)) {
      signal(SIGTERM, SIG_DFL)
      alarm(30)
      let interruption = try SignalHandlers.install()
      kill(getpid(), SIGTERM)
      guard await interruption.wait() == .terminate else { exit(1) }
      exit(7)
    }
  }

  @Test func `the second interrupt ends the process at once`() async {
    await #expect(processExitsWith: .exitCode(130)) {
      signal(SIGINT, SIG_DFL)
      alarm(30)
      let interruption = try SignalHandlers.install()
      kill(getpid(), SIGINT)
      _ = await interruption.wait()
      kill(getpid(), SIGINT)
      while true { pause() }
    }
  }

  @Test func `a signal to terminate after an interrupt ends the process at once`() async {
    await #expect(processExitsWith: .exitCode(143)) {
      signal(SIGINT, SIG_DFL)
      signal(SIGTERM, SIG_DFL)
      alarm(30)
      let interruption = try SignalHandlers.install()
      kill(getpid(), SIGINT)
      _ = await interruption.wait()
      kill(getpid(), SIGTERM)
      while true { pause() }
    }
  }

  @Test func `a signal that the parent ignored stays ignored`() async {
    await #expect(processExitsWith: .exitCode(7)) {
      signal(SIGINT, SIG_IGN)
      signal(SIGTERM, SIG_DFL)
      alarm(30)
      let interruption = try SignalHandlers.install()
      kill(getpid(), SIGINT)
      kill(getpid(), SIGINT)
      // Had an interrupt been taken, it would have been the first, and this the end of the process.
      kill(getpid(), SIGTERM)
      exit(await interruption.wait() == .terminate ? 7 : 1)
    }
  }
}
