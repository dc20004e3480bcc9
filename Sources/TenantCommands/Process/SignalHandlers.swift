import Glibc
import Synchronization

/// Turns the signals of the process into a request to stop.
///
/// A handler may do next to nothing, so it writes a byte into a pipe; a thread reads it and does the rest. The second signal
/// ends the process in the handler itself, whatever the rest of the process is doing.
package enum SignalHandlers {
  /// Installs the handlers; call it once, when the process starts.
  ///
  /// A signal that the parent process had ignored (`nohup`, a job in the background of a script) stays ignored.
  ///
  /// - Returns: What the signals will request.
  package static func install() throws(WriteFailure) -> Interruption {
    var ends: [Int32] = [0, 0]
    guard unsafe pipe(&ends) == 0 else { throw WriteFailure(code: errno) }
    for end in ends { _ = fcntl(end, F_SETFD, FD_CLOEXEC) }
    wakeUp.store(ends[1], ordering: .sequentiallyConsistent)
    received.store(0, ordering: .sequentiallyConsistent)
    let interruption = Interruption()
    try startThread(Listener(descriptor: ends[0], interruption: interruption))
    for signal in StopSignal.allCases { installHandler(for: signal.number) }
    ignoreClosedPipes()
    return interruption
  }

  /// A write to a pipe that nobody reads then fails in place of killing the process in the middle of its work.
  ///
  /// A handler that does nothing, and not `SIG_IGN`, because that would be handed down to `psql` and to pagers.
  static func ignoreClosedPipes() {
    var action = sigaction()
    unsafe action.__sigaction_handler.sa_handler = { _ in }
    action.sa_flags = SA_RESTART
    _ = unsafe sigaction(SIGPIPE, &action, nil)
  }

  private static func installHandler(for number: Int32) {
    var previous = sigaction()
    _ = unsafe sigaction(number, nil, &previous)
    if isIgnored(previous) { return }
    var action = sigaction()
    unsafe action.__sigaction_handler.sa_handler = handle
    action.sa_flags = SA_RESTART
    _ = unsafe sigaction(number, &action, nil)
  }

  private static func isIgnored(_ action: sigaction) -> Bool {
    unsafe unsafeBitCast(action.__sigaction_handler.sa_handler, to: Int.self) == unsafeBitCast(SIG_IGN, to: Int.self)
  }

  private static func startThread(_ listener: Listener) throws(WriteFailure) {
    var thread = pthread_t()
    let context = unsafe Unmanaged.passRetained(listener)
    let code = unsafe pthread_create(
      &thread, nil,
      { context in
        guard let context = unsafe context else { return nil }
        unsafe Unmanaged<Listener>.fromOpaque(context).takeRetainedValue().run()
        return nil
      }, context.toOpaque())
    guard code == 0 else {
      unsafe context.release()
      throw WriteFailure(code: code)
    }
    pthread_detach(thread)
  }
}

/// Waits in a thread of its own for the byte that the handler writes.
private final class Listener: Sendable {
  let descriptor: Int32
  let interruption: Interruption

  init(descriptor: Int32, interruption: Interruption) {
    self.descriptor = descriptor
    self.interruption = interruption
  }

  func run() {
    unblockSignals()
    var byte: UInt8 = 0
    while unsafe read(descriptor, &byte, 1) < 0, errno == EINTR {}
    if let signal = StopSignal(number: Int32(byte)) { interruption.request(signal) }
    // The thread stays: the second signal needs one that takes it.
    while true { pause() }
  }

  /// The threads of the runtime block signals, and whoever started the process may have done so: one thread takes them.
  private func unblockSignals() {
    var signals = sigset_t()
    unsafe sigemptyset(&signals)
    for signal in StopSignal.allCases { unsafe sigaddset(&signals, signal.number) }
    unsafe pthread_sigmask(SIG_UNBLOCK, &signals, nil)
  }
}

/// How many signals came.
///
/// Globals, because a handler has no context; initialised by `install` before a handler can run.
private let received = Atomic<Int32>(0)
/// The end of the pipe that the handler writes to.
private let wakeUp = Atomic<Int32>(-1)

/// Runs in the signal's context: atomics, `write` and `_exit` alone are allowed there.
private func handle(_ number: Int32) {
  if received.add(1, ordering: .sequentiallyConsistent).oldValue > 0 { _exit(128 + number) }
  let saved = errno
  var byte = UInt8(truncatingIfNeeded: number)
  _ = unsafe write(wakeUp.load(ordering: .sequentiallyConsistent), &byte, 1)
  errno = saved
}
