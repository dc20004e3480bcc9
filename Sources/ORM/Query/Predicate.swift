import SQL

/// A condition on the rows of a query.
public struct Predicate: Sendable, Hashable {
  let fragment: QueryFragment

  init(_ fragment: QueryFragment) { self.fragment = fragment }

  /// Both.
  public static func && (left: Predicate, right: Predicate) -> Predicate {
    Predicate("(" + left.fragment + " AND " + right.fragment + ")")
  }

  /// One of them, or both.
  public static func || (left: Predicate, right: Predicate) -> Predicate {
    Predicate("(" + left.fragment + " OR " + right.fragment + ")")
  }

  /// Not so.
  ///
  /// As everywhere in SQL, what is unknown because of NULL stays unknown.
  public static prefix func ! (predicate: Predicate) -> Predicate { Predicate("NOT (" + predicate.fragment + ")") }
}

extension ColumnPath {
  var fragment: QueryFragment { QueryFragment(table, column) }

  private func compared(_ sign: SQLFragment, _ value: SQLValue) -> Predicate { Predicate(fragment + sign + "\(value)") }

  /// Equal; `nil` is NULL.
  public static func == (column: ColumnPath, value: Value) -> Predicate {
    let bound = value.sqlValue
    return bound == .null ? Predicate(column.fragment + " IS NULL") : column.compared(" = ", bound)
  }

  /// Not equal; `nil` is NULL.
  public static func != (column: ColumnPath, value: Value) -> Predicate {
    let bound = value.sqlValue
    return bound == .null ? Predicate(column.fragment + " IS NOT NULL") : column.compared(" <> ", bound)
  }

  /// Less.
  public static func < (column: ColumnPath, value: Value) -> Predicate { column.compared(" < ", value.sqlValue) }
  /// At most.
  public static func <= (column: ColumnPath, value: Value) -> Predicate { column.compared(" <= ", value.sqlValue) }
  /// More.
  public static func > (column: ColumnPath, value: Value) -> Predicate { column.compared(" > ", value.sqlValue) }
  /// At least.
  public static func >= (column: ColumnPath, value: Value) -> Predicate { column.compared(" >= ", value.sqlValue) }

  /// Equal to another column.
  public static func == (left: ColumnPath, right: ColumnPath) -> Predicate {
    Predicate(left.fragment + " = " + right.fragment)
  }

  /// One of some values.
  ///
  /// Of none it is never true, and NULL among them finds NULL. Each value is a bind: PostgreSQL takes 65,535 of them in a statement.
  public func isIn(_ values: some Sequence<Value>) -> Predicate {
    let all = values.map(\.sqlValue)
    let binds = all.filter { $0 != .null }.map { QueryFragment("\($0)") }
    let others = binds.isEmpty ? nil : fragment + " IN (" + binds.joined(separator: ", ") + ")"
    guard binds.count < all.count else { return Predicate(others ?? QueryFragment("1 = 0")) }
    let null = fragment + " IS NULL"
    return Predicate(others.map { "(" + $0 + " OR " + null + ")" } ?? null)
  }
}

extension ColumnPath<Bool> {
  /// Not true.
  public static prefix func ! (column: ColumnPath) -> Predicate { column == false }
}

extension ReferencePath {
  /// Refers to a row; also to one that is not loaded, by its key.
  public static func == (path: ReferencePath, reference: Reference<Target>) -> Predicate {
    var writer = ValueWriter()
    reference.key.write(to: &writer)
    var matching = path.matching(writer.values)
    if let origin = reference.origin {
      matching.append(QueryFragment(MentionedRow(model: Target.descriptor.name, scope: Target.scope, origin: origin)))
    }
    return Predicate(matching)
  }

  /// Refers to a row.
  public static func == (path: ReferencePath, row: Target) -> Predicate { path == Reference(row) }

  /// Refers to nothing.
  public var isNull: Predicate { Predicate(columns.map { $0 + " IS NULL" }.joined(separator: " AND ")) }

  private var columns: [QueryFragment] {
    Owner.descriptor.fields[field].columns.map { QueryFragment(table, $0.name) }
  }

  private func matching(_ key: [SQLValue]) -> QueryFragment {
    zip(columns, key).map { $0 + " = " + QueryFragment("\($1)") }.joined(separator: " AND ")
  }
}
