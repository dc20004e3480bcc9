import Names
import SQL

/// The name of a migration file: `NNNN_words.sql`, `NNNN_words.postgres.sql`, `NNNN_words.sqlite.sql`.
struct MigrationFileName: Equatable {
  /// The file's name in its folder.
  var name: String
  var id: MigrationID
  /// Nil when it is for every engine.
  var engine: Dialect.Engine?

  /// What a name in a folder is.
  enum Kind: Equatable {
    case migration(MigrationFileName)
    /// Hidden, or no SQL: left alone.
    case ignored
    case refused(Refusal)
  }

  static let fileExtension = ".sql"

  static func kind(of name: String) -> Kind {
    guard !name.hasPrefix("."), name.lowercased().hasSuffix(fileExtension) else { return .ignored }
    guard name.hasSuffix(fileExtension) else {
      return .refused(.fileName("ends in upper case", hint: "Write the ending as .sql."))
    }
    var stem = name.dropLast(fileExtension.count)
    var engine: Dialect.Engine?
    if let dot = stem.lastIndex(of: ".") {
      let suffix = String(stem[stem.index(after: dot)...])
      engine = Dialect.Engine(rawValue: suffix)
      guard engine != nil else {
        return .refused(
          .fileName(
            "has the engine suffix \(suffix.escapedForDisplay), which is not known",
            hint: "Use .postgres.sql, .sqlite.sql, or .sql for every engine."))
      }
      stem = stem[..<dot]
    }
    let text = String(stem)
    if let violation = MigrationID.violation(of: text) {
      return .refused(.fileName(violation.reason, hint: violation.hint))
    }
    return .migration(MigrationFileName(name: name, id: MigrationID(unchecked: text), engine: engine))
  }

  /// The name of the same migration's file for one engine.
  func sibling(for engine: Dialect.Engine) -> String { "\(id.text).\(engine.rawValue)\(Self.fileExtension)" }
}

extension MigrationID {
  /// True when this one's number is the smaller one, as a number of any length.
  func precedes(_ other: MigrationID) -> Bool {
    let (left, right) = (number, other.number)
    return left.count == right.count ? left.utf8.lexicographicallyPrecedes(right.utf8) : left.count < right.count
  }
}
