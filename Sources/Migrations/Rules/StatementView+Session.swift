import SQL

extension StatementView {
  /// What of a session's state a piece of SQL may not touch.
  enum SessionReach {
    /// Anything that outlives the transaction: for what the migration itself runs.
    case everything
    /// The path, the role and the authorization: for a routine that is only defined here.
    case scope
  }

  /// The refusal of a statement that starts here and changes the session.
  func sessionChange(at index: Int, reach: SessionReach) -> Refusal? {
    guard let word = word(index) else { return nil }
    switch word {
    case "set": return set(at: index, reach: reach)
    case "reset":
      if isWord(index + 1, "all") { return .sessionScope("RESET ALL") }
      if let target = scopeTarget(at: index + 1) { return .sessionScope("RESET \(target)") }
      guard reach == .everything, name(at: index + 1) != nil else { return nil }
      return .setWithoutLocal("RESET")
    case "discard": return .sessionScope("DISCARD")
    case "alter": return alteredDefault(at: index)
    case "listen", "unlisten", "prepare", "deallocate":
      return reach == .everything && engine == .postgres ? .sessionState(word.uppercased()) : nil
    default: return nil
    }
  }

  /// The refusal of a statement that changes settings for everybody: of the server, of a database or of a login.
  private func alteredDefault(at index: Int) -> Refusal? {
    guard engine == .postgres else { return nil }
    if isWord(index + 1, "system") { return .sessionScope("ALTER SYSTEM") }
    guard ["role", "user", "database"].contains(where: { isWord(index + 1, $0) }) else { return nil }
    let end = tokens.indices[index...].first { kind($0) == .semicolon } ?? tokens.endIndex
    let changesSetting = (index + 2..<end).contains { isWord($0, "set") || isWord($0, "reset") }
    return changesSetting ? .sessionScope("ALTER ROLE or DATABASE with SET or RESET") : nil
  }

  private func set(at index: Int, reach: SessionReach) -> Refusal? {
    let isLocal = isWord(index + 1, "local")
    // SESSION AUTHORIZATION is a setting, SESSION before anything else says how long one holds.
    let isSession = isWord(index + 1, "session") && !isWord(index + 2, "authorization")
    let target = isLocal || isSession ? index + 2 : index + 1
    if let scope = scopeTarget(at: target) { return .sessionScope("SET \(scope)") }
    guard reach == .everything, !isLocal else { return nil }
    // Constraints are deferred until the transaction ends, without LOCAL.
    if isWord(target, "constraints") { return nil }
    return .setWithoutLocal("SET without LOCAL")
  }

  /// The name of a setting that decides which schema or role is meant; nil for any other.
  private func scopeTarget(at index: Int) -> String? {
    if areWords(index, "session", "authorization") { return "SESSION AUTHORIZATION" }
    if isWord(index, "schema"), kind(index + 1) == .string || kind(index + 1) == .prefixedString { return "SCHEMA" }
    // The names of settings are the same in any case, also in quotes.
    switch name(at: index)?.text.lowercased() {
    case "search_path": return "search_path"
    case "role": return "ROLE"
    case "session_authorization": return "SESSION AUTHORIZATION"
    default: return nil
    }
  }

  /// The refusal of a call of `set_config` whose name stands here.
  func settingCall(at index: Int, reach: SessionReach) -> Refusal? {
    guard engine == .postgres, kind(index + 1) == .openParenthesis else { return nil }
    let isQuoted = kind(index) == .quotedName && tokens[index].range.count == 12
    guard isWord(index, "set_config") || (isQuoted && name(at: index)?.text == "set_config") else { return nil }
    let setting = literal(at: index + 2)?.lowercased()
    // A text with escapes, a named argument or an expression can spell any name.
    let isHidden = setting == nil || kind(index + 2) == .prefixedString || kind(index + 3) != .comma
    if isHidden || ["search_path", "role", "session_authorization"].contains(setting) {
      return .sessionScope("set_config of search_path or role")
    }
    return reach == .everything && endsWithFalse(callAt: index + 1) ? .setWithoutLocal("set_config(…, false)") : nil
  }

  private func endsWithFalse(callAt open: Int) -> Bool {
    var depth = 0
    for index in tokens.indices[open...].prefix(256) {
      if kind(index) == .openParenthesis { depth += 1 }
      if kind(index) == .closeParenthesis { depth -= 1 }
      if depth == 0 { return isWord(index - 1, "false") }
    }
    return false
  }
}
