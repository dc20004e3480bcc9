import SQL

/// A small reader of SQL scripts, written apart from the one under test: enough to see what each statement begins with.
struct ScriptOpinion {
  private let scalars: [Unicode.Scalar]
  private let isPostgres: Bool
  private var index = 0
  /// The words and signs of each statement, in lower case; quoted names keep a mark in front.
  private(set) var statements: [[String]] = [[]]

  init(_ text: String, _ engine: Dialect.Engine) {
    scalars = Array(text.unicodeScalars)
    isPostgres = engine == .postgres
    read()
    statements.removeAll(where: \.isEmpty)
  }

  /// The first statement that must not stand in a tenant's migration, or nil.
  var forbidden: String? { statements.first(where: isForbidden)?.prefix(6).joined(separator: " ") }

  private func isForbidden(_ words: [String]) -> Bool {
    let first = words[0]
    let second = words.count > 1 ? words[1] : ""
    if ["begin", "commit", "rollback", "savepoint", "release", "end"].contains(first) { return true }
    if first == "create" || first == "drop" || first == "alter", second == "schema", isPostgres { return true }
    guard isPostgres else { return ["attach", "detach"].contains(first) }
    if ["abort", "start", "reset", "discard", "listen"].contains(first) { return true }
    if first == "prepare", second == "transaction" { return true }
    if first == "set", second != "local", second != "constraints" { return true }
    return first == "copy" && zip(words, words.dropFirst()).contains { $0 == "from" && $1 == "stdin" }
  }

  // MARK: Reading

  private func at(_ offset: Int) -> Unicode.Scalar? { index + offset < scalars.count ? scalars[index + offset] : nil }

  private mutating func read() {
    var (depth, parentheses) = (0, 0)
    while let scalar = at(0) {
      if scalar == "(" { parentheses += 1 }
      if scalar == ")" { parentheses -= 1 }
      switch scalar {
      case "-" where at(1) == "-": skipLine()
      case "/" where at(1) == "*": skipComment()
      case "'": skipQuoted("'", escapes: isPostgres && previousIsE)
      case "\"": add("\"" + quoted("\""))
      case "`" where !isPostgres: add("\"" + quoted("`"))
      case "[" where !isPostgres: add("\"" + quoted("]"))
      case "$" where isPostgres && skipDollar(): add("$$")
      case ";":
        index += 1
        // Between parentheses it is an error to both engines, as a whole: nothing behind it is run.
        if depth == 0, parentheses <= 0 { statements.append([]) } else { add(";") }
      default:
        if isWordStart(scalar) {
          let word = word()
          if parentheses <= 0 { depth += change(of: word, depth) }
          add(word)
        } else {
          index += 1
          if !scalar.properties.isWhitespace { add(String(scalar)) }
        }
      }
    }
  }

  /// `E'…'`: the letter was read as a word of its own right before the quote.
  private var previousIsE: Bool {
    guard index > 0, scalars[index - 1] == "e" || scalars[index - 1] == "E" else { return false }
    return index < 2 || !isWordPart(scalars[index - 2])
  }

  /// Bodies in which a semicolon ends no statement: `BEGIN ATOMIC … END`, and triggers of SQLite.
  ///
  /// The `END` of such a body follows a semicolon; the one of a `CASE` never does.
  private func change(of word: String, _ depth: Int) -> Int {
    let words = statements[statements.count - 1]
    if depth == 0 {
      if isPostgres { return word == "atomic" && words.last == "begin" ? 1 : 0 }
      return word == "begin" && words.first == "create" && words.contains("trigger") ? 1 : 0
    }
    return word == "end" && (words.last == ";" || isPostgres && words.suffix(2) == ["begin", "atomic"]) ? -1 : 0
  }

  private mutating func add(_ word: String) { statements[statements.count - 1].append(word) }

  private mutating func skipLine() {
    while let scalar = at(0), scalar != "\n", scalar != "\r" { index += 1 }
  }

  private mutating func skipComment() {
    var depth = 1
    index += 2
    while depth > 0, at(0) != nil {
      if at(0) == "*", at(1) == "/" {
        depth -= 1
        index += 2
      } else if isPostgres, at(0) == "/", at(1) == "*" {
        depth += 1
        index += 2
      } else {
        index += 1
      }
    }
  }

  private mutating func skipQuoted(_ quote: Unicode.Scalar, escapes: Bool) {
    index += 1
    while let scalar = at(0) {
      index += 1
      if scalar == "\\", escapes {
        index += 1
      } else if scalar == quote {
        guard at(0) == quote else { break }
        index += 1
      }
    }
    add("'")
  }

  private mutating func quoted(_ end: Unicode.Scalar) -> String {
    var text = String.UnicodeScalarView()
    index += 1
    while let scalar = at(0) {
      index += 1
      if scalar == end {
        guard end != "]", at(0) == end else { break }
        index += 1
      }
      text.append(scalar)
    }
    return String(text)
  }

  /// - Returns: False when the sign begins no quoted text; nothing is skipped then.
  private mutating func skipDollar() -> Bool {
    if index > 0, isWordPart(scalars[index - 1]) { return false }
    var tag: [Unicode.Scalar] = ["$"]
    var end = index + 1
    while end < scalars.count, scalars[end] != "$" {
      guard isWordPart(scalars[end]), scalars[end] != "$" else { return false }
      if tag.count == 1, ("0"..."9").contains(scalars[end]) { return false }
      tag.append(scalars[end])
      end += 1
    }
    guard end < scalars.count else { return false }
    tag.append("$")
    index = end + 1
    while index < scalars.count, !scalars[index...].starts(with: tag) { index += 1 }
    index = min(scalars.count, index + tag.count)
    return true
  }

  private func isWordStart(_ scalar: Unicode.Scalar) -> Bool {
    ("a"..."z").contains(scalar) || ("A"..."Z").contains(scalar) || scalar == "_" || scalar.value > 0x7F
  }

  private func isWordPart(_ scalar: Unicode.Scalar) -> Bool {
    isWordStart(scalar) || ("0"..."9").contains(scalar) || scalar == "$"
  }

  private mutating func word() -> String {
    var text = String.UnicodeScalarView()
    while let scalar = at(0), isWordPart(scalar) {
      text.append(scalar)
      index += 1
    }
    // ASCII alone: to the engines, other letters have no case.
    return String(String.UnicodeScalarView(text.map { ("A"..."Z").contains($0) ? Unicode.Scalar($0.value + 32) ?? $0 : $0 }))
  }
}
