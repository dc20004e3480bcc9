/// What a piece of text means to the reader; a terminal shows it as a colour.
package enum Style: Sendable, Hashable, CaseIterable {
  /// A header, a name that matters.
  case strong
  /// Something that is less important than what stands around it.
  case faint
  /// It went well.
  case success
  /// It is worth a look.
  case warning
  /// It failed.
  case failure
  /// A place or a word of the user's own.
  case accent

  fileprivate var code: String {
    switch self {
    case .strong: "1"
    case .faint: "2"
    case .success: "32"
    case .warning: "33"
    case .failure: "31"
    case .accent: "36"
    }
  }
}

/// Puts colours around text, or leaves it alone: one value for each output stream.
package struct Styling: Sendable, Hashable {
  /// True when text gets colours.
  package var isEnabled: Bool

  /// No colours.
  package static let plain = Styling(isEnabled: false)
  /// Colours.
  package static let colored = Styling(isEnabled: true)

  package init(isEnabled: Bool) { self.isEnabled = isEnabled }

  /// Decides for one stream: colours only on a terminal that can show them, and only when nobody asked for none.
  ///
  /// - Parameters:
  ///   - isTerminal: Whether the stream is a terminal.
  ///   - isRefused: Whether `--no-color` was given.
  package init(isTerminal: Bool, isRefused: Bool, environment: ProcessEnvironment) {
    let isRefusedByEnvironment = !(environment["NO_COLOR"] ?? "").isEmpty
    isEnabled = isTerminal && !isRefused && !isRefusedByEnvironment && environment["TERM"] != "dumb"
  }

  /// The text in a style.
  package func callAsFunction(_ text: String, _ style: Style?) -> String {
    guard isEnabled, let style, !text.isEmpty else { return text }
    return "\u{1B}[\(style.code)m\(text)\u{1B}[0m"
  }
}
