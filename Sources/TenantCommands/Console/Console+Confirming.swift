extension Console {
  /// Asks whether to go on.
  ///
  /// - Parameter option: What answers yes where nobody is there to ask.
  /// - Throws: ``CommandFailure`` when nobody is there.
  func confirms(_ question: String, option: String) async throws -> Bool {
    try told(try await prompt.confirm(question), option)
  }

  /// Asks for a name to be typed again.
  func confirms(_ warning: String, byTyping name: String, option: String) async throws -> Bool {
    try told(try await prompt.confirm(warning, byTyping: name), option)
  }

  private func told(_ answer: Prompt.Answer, _ option: String) throws -> Bool {
    switch answer {
    case .yes: return true
    case .no:
      note("Nothing was changed.")
      return false
    case .notAsked:
      throw CommandFailure(
        .usage, code: "confirmation-needed", "there is nobody to ask: standard input is no terminal",
        hint: "Use \(option) to go on without a question.")
    }
  }
}
