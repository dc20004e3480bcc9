import SQL

/// The columns of an answer.
struct Columns: Sendable {
  /// Their names.
  var names: [String] = []
  /// What they are declared as, where they are columns of a table and that says something.
  var types: [DeclaredType?] = []
}
