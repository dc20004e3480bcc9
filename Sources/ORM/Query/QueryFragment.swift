import SQL

/// A piece of a query: SQL in which columns are named by the way that leads to their table.
///
/// Which alias a table has is known when the whole query is written.
struct QueryFragment: Sendable, Hashable {
  enum Piece: Sendable, Hashable {
    case sql(SQLFragment)
    case column(TablePath, Identifier)
    /// A row whose key stands beside it. It is no SQL: the executor looks whether the row is from where the query goes.
    case row(MentionedRow)
  }

  private(set) var pieces: [Piece] = []

  init(_ row: MentionedRow) { pieces = [.row(row)] }

  init() {}

  init(_ sql: SQLFragment) { pieces = [.sql(sql)] }

  init(_ table: TablePath, _ column: Identifier) { pieces = [.column(table, column)] }

  var isEmpty: Bool { pieces.isEmpty }

  mutating func append(_ other: QueryFragment) { pieces += other.pieces }

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
      if index > 0 { result.append(QueryFragment(separator)) }
      result.append(fragment)
    }
    return result
  }
}

/// A row that a condition compares with.
struct MentionedRow: Sendable, Hashable {
  let model: String
  let scope: ModelScope
  let origin: Origin
}
