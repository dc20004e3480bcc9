/// Something that is wrong with a file.
public struct IntegrityFinding: Sendable, Hashable {
  /// What it is about.
  public enum Kind: String, Sendable, Hashable {
    /// The structure of the file: it is damaged, or no database.
    case structure
    /// A row that refers to none: its foreign key was not enforced when it was written.
    case foreignKey
  }

  /// What it is about.
  public var kind: Kind
  /// What was found, in SQLite's words for ``Kind/structure``.
  public var message: String
}

/// How thoroughly a file is checked.
public enum IntegrityDepth: Sendable, Hashable {
  /// The structure of every table and index, and the rules of their columns; not that indexes and tables agree.
  case quick
  /// That indexes and tables agree, and foreign keys, too. It takes several times as long.
  case full
}
