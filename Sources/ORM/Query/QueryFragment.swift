import SQL

/// A piece of a query: SQL in which columns are named by the way that leads to their table.
///
/// Which alias a table has is known when the whole query is written.
struct QueryFragment: Sendable, Hashable {
  enum Piece: Sendable, Hashable {
    case sql(SQLFragment)
    case column(TablePath, Identifier)
  }

  private(set) var pieces: [Piece] = []

  init() {}

  init(_ sql: SQLFragment) { pieces = [.sql(sql)] }

  init(_ table: TablePath, _ column: Identifier) { pieces = [.column(table, column)] }

  var isEmpty: Bool { pieces.isEmpty }

  static func + (left: QueryFragment, right: QueryFragment) -> QueryFragment {
    var result = left
    result.pieces += right.pieces
    return result
  }

  static func + (left: QueryFragment, right: SQLFragment) -> QueryFragment { left + QueryFragment(right) }

  static func + (left: SQLFragment, right: QueryFragment) -> QueryFragment { QueryFragment(left) + right }
}

extension Sequence<QueryFragment> {
  func joined(separator: SQLFragment) -> QueryFragment {
    var result = QueryFragment()
    for (index, fragment) in enumerated() {
      if index > 0 { result = result + separator }
      result = result + fragment
    }
    return result
  }
}
