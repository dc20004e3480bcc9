/// SQL text that has no end to something it starts.
package struct ScanFailure: Error, Sendable, Equatable {
  /// What has no end.
  package enum Construct: Sendable, Equatable {
    case string
    case name
    case dollarQuote(tag: String)
    case comment
    case parenthesis
    /// `BEGIN ATOMIC`, or a trigger's `BEGIN`.
    case body
    /// Not open but closed: a parenthesis too many.
    case unopenedParenthesis
  }

  package var construct: Construct
  /// Where it starts, in bytes.
  package var offset: Int
}
