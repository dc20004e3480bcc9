import Glibc

/// What is known about the terminal behind a file descriptor.
package enum Terminal {
  /// The width when a terminal does not know its own.
  static let usualWidth = 80

  /// True when the descriptor is a terminal.
  package static func isTerminal(_ descriptor: Int32) -> Bool { isatty(descriptor) == 1 }

  /// The width of the terminal: what `COLUMNS` says, else what the terminal says, else 80; nil when there is no terminal.
  package static func width(_ descriptor: Int32, environment: ProcessEnvironment) -> Int? {
    guard isTerminal(descriptor) else { return nil }
    if let text = environment["COLUMNS"], let columns = Int(text), columns > 0 { return columns }
    var size = winsize()
    guard unsafe ioctl(descriptor, UInt(TIOCGWINSZ), &size) == 0, size.ws_col > 0 else { return usualWidth }
    return Int(size.ws_col)
  }
}
