import Database

/// What an error of SQLite's is about, as far as its words say.
struct ErrorSubject: Equatable {
  var schema: String?
  var table: String?
  var column: String?
  var constraint: String?

  /// Reads SQLite's words, for example `UNIQUE constraint failed: projects.slug`.
  init(_ error: RawError) {
    let message = error.message
    switch error.code {
    case .constraintUnique, .constraintPrimaryKey, .constraintNotNull:
      guard let list = Self.rest(of: message, after: "constraint failed: ") else { return }
      if let index = Self.rest(of: list, after: "index ") {
        constraint = index.trimming("'")
      } else {
        readColumns(list)
      }
    case .constraintCheck: constraint = Self.rest(of: message, after: "constraint failed: ")
    default:
      if let name = Self.rest(of: message, after: "no such table: ") { readTable(name) }
      if let name = Self.rest(of: message, after: "no such column: ") { column = name }
      if let name = Self.rest(of: message, after: " has no column named "), message.hasPrefix("table ") {
        column = name
        table = String(message.dropFirst(6).dropLast(name.count + " has no column named ".count))
      }
      if message.hasPrefix("table "), message.hasSuffix(" already exists") {
        table = String(message.dropFirst(6).dropLast(15)).trimming("\"")
      }
    }
  }

  /// `t.a` or `t.a, t.b`: the column only when there is one.
  private mutating func readColumns(_ list: String) {
    let parts = list.split(separator: ", ")
    guard let first = parts.first, let dot = first.firstIndex(of: ".") else { return }
    table = String(first[..<dot])
    if parts.count == 1 { column = String(first[first.index(after: dot)...]) }
  }

  private mutating func readTable(_ name: String) {
    guard let dot = name.firstIndex(of: ".") else { table = name; return }
    schema = String(name[..<dot])
    table = String(name[name.index(after: dot)...])
  }

  private static func rest(of message: String, after words: String) -> String? {
    message.firstRange(of: words).map { String(message[$0.upperBound...]) }
  }
}

extension String {
  fileprivate func trimming(_ quote: Character) -> String {
    count >= 2 && first == quote && last == quote ? String(dropFirst().dropLast()) : self
  }
}
