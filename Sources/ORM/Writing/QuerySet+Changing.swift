import Database
import SQL

/// A column and what is written to it.
public struct Assignment: Sendable, Hashable {
  let table: TablePath
  let column: Identifier
  let value: QueryFragment
}

extension ColumnPath {
  /// Writes a value.
  public func set(to value: Value) -> Assignment {
    Assignment(table: table, column: column, value: QueryFragment("\(value.sqlValue)"))
  }
}

extension ColumnPath where Value: Swift.Numeric {
  /// Writes the present value and so much more.
  public func increased(by amount: Value) -> Assignment {
    Assignment(table: table, column: column, value: fragment + " + " + QueryFragment("\(amount.sqlValue)"))
  }
}

extension QuerySet {
  /// Changes all rows of the query at once, without reading them.
  ///
  /// No hook runs.
  ///
  /// ```swift
  /// try await Ticket.query.filter { $0.project == project }.update { $0.done.set(to: true) }
  /// ```
  ///
  /// - Returns: How many rows were changed.
  @discardableResult
  public func update(_ assignments: (Row.Columns) -> Assignment...) async throws -> Int {
    let executor = try QueryExecutor(Row.self, placement, registry: registry)
    try executor.check(condition)
    var aliases = TableAliases(Row.self)
    let assignments = assignments.map { $0(Self.columns) }
    guard !assignments.isEmpty, assignments.allSatisfy({ $0.table == TablePath() }) else {
      throw ORMError(
        .unsupported, "An update sets columns of \(Row.descriptor.name) itself, at least one of them.", model: Row.descriptor.name
      )
    }
    let written = assignments.map { assignment -> SQLFragment in
      "\(assignment.column) = " + aliases.sql(assignment.value)
    }
    let actions = Row.descriptor.actions.compactMap { _, column -> SQLFragment? in
      switch column.saveAction {
      case .touch?: "\(column.name) = \(column.type.now)"
      case .count?, .version?: "\(column.name) = t0.\(column.name) + 1"
      case nil: nil
      }
    }
    let statement: SQLFragment =
      "UPDATE \(Row.tableReference) AS t0 SET \((written + actions).joined(separator: ", "))" + (try restriction(&aliases))
    return try await run(statement, executor)
  }

  /// Deletes all rows of the query at once, without reading them.
  ///
  /// No hook runs.
  ///
  /// - Returns: How many rows were deleted.
  @discardableResult
  public func delete() async throws -> Int {
    let executor = try QueryExecutor(Row.self, placement, registry: registry)
    try executor.check(condition)
    var aliases = TableAliases(Row.self)
    return try await run("DELETE FROM \(Row.tableReference) AS t0" + (try restriction(&aliases)), executor)
  }

  private func run(_ statement: SQLFragment, _ executor: QueryExecutor) async throws -> Int {
    try await executor.writing(Row.self) { connection in
      try await executor.query(statement, on: connection).affectedRows
    }
  }

  /// Which rows are meant: by a condition on the table alone, or else by their keys.
  private func restriction(_ aliases: inout TableAliases) throws(ORMError) -> SQLFragment {
    if limit == nil, offset == nil {
      guard let condition else { return "" }
      let sql = aliases.sql(condition.fragment)
      if !aliases.hasJoins { return " WHERE " + sql }
    }
    let keys = Row.descriptor.keyColumns
    var query = self
    query.joined = []
    let inner = try SelectStatement(query).fragment
    let names = keys.map { "\($0.name)" as SQLFragment }.joined(separator: ", ")
    let own = keys.map { "t0.\($0.name)" as SQLFragment }.joined(separator: ", ")
    return " WHERE (\(own)) IN (SELECT \(names) FROM (\(inner)) AS chosen)"
  }
}
