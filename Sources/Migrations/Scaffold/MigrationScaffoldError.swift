package import Names

/// Why no migration file was written.
package enum MigrationScaffoldError: Error, Sendable, Equatable, CustomStringConvertible {
  /// The words make no name.
  case name(String, NameViolation)
  /// The file is there already, written by someone else in the meantime.
  case exists(file: String)
  /// The folder or the file cannot be written.
  case unwritable(file: String)

  /// What is wrong.
  package var description: String {
    switch self {
    case .name(let words, let violation):
      "The migration name \(words.escapedForDisplay) \(violation.reason). \(violation.hint)"
    case .exists(let file): "The file \(file) exists already."
    case .unwritable(let file): "\(file) cannot be written. Check its permissions and the space that is left."
    }
  }
}
