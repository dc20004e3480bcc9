extension Duration {
  /// Whole seconds, rounded up: for people who are told to wait.
  package var wholeSeconds: Int64 { components.seconds + (components.attoseconds > 0 ? 1 : 0) }
}
