import Glibc

/// A signal that asks the process to stop.
package enum StopSignal: Sendable, Hashable, CaseIterable {
  /// Ctrl-C.
  case interrupt
  /// What a supervisor sends.
  case terminate

  /// The system's number of the signal.
  package var number: Int32 {
    switch self {
    case .interrupt: SIGINT
    case .terminate: SIGTERM
    }
  }

  /// How a command ends that the signal stopped.
  package var exitStatus: ExitStatus {
    switch self {
    case .interrupt: .interrupted
    case .terminate: .terminated
    }
  }

  /// The signal with a number, if it is one of these.
  init?(number: Int32) {
    guard let signal = Self.allCases.first(where: { $0.number == number }) else { return nil }
    self = signal
  }
}
