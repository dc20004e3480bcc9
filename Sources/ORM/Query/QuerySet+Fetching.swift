import Database
import SQL

extension QuerySet {
  /// The rows.
  ///
  /// - Throws: ``ORMError``, before anything is sent when the model is a tenant's and none is in scope; `DatabaseError`.
  public func all() async throws -> [Row] {
    let executor = try QueryExecutor(Row.self, placement, registry: registry)
    return try await rows(with: executor)
  }

  /// The first row, by the query's order or else by the key; nil when there is none.
  public func first() async throws -> Row? {
    var query = limit(min(limit ?? 1, 1))
    if orderings.isEmpty {
      query.orderings = Row.descriptor.keyColumns.map { Ordering(fragment: QueryFragment(TablePath(), $0.name)) }
    }
    return try await query.all().first
  }

  /// The one row.
  ///
  /// - Throws: ``ORMError`` with ``ORMError/Code/notFound`` or ``ORMError/Code/multipleFound``.
  public func get() async throws -> Row {
    let rows = try await limit(min(limit ?? 2, 2)).all()
    guard rows.count < 2 else {
      throw ORMError(.multipleFound, "Several rows of \(Self.name) meet the condition.", model: Self.name)
    }
    guard let row = rows.first else {
      throw ORMError(.notFound, "No row of \(Self.name) meets the condition.", model: Self.name)
    }
    return row
  }

  /// The row with a key.
  ///
  /// - Throws: ``ORMError`` with ``ORMError/Code/notFound``.
  public func get(_ key: Row.RowKey) async throws -> Row { try await withKey(key).get() }

  /// The row with a key; nil when there is none.
  public func find(_ key: Row.RowKey) async throws -> Row? { try await withKey(key).limit(1).all().first }

  /// How many rows there are.
  public func count() async throws -> Int {
    let executor = try QueryExecutor(Row.self, placement, registry: registry)
    try executor.check(condition)
    var query = self
    query.orderings = []
    query.joined = []
    let statement = try SelectStatement(query)
    let counting = "SELECT count(*) FROM (" + statement.fragment + ") AS counted"
    return try await executor.withConnection(usesTenant: statement.usesTenant) { connection in
      let answer = try await executor.query(counting, on: connection)
      return try answer.first?.decode(0, as: Int.self) ?? 0
    }
  }

  /// True when there is a row.
  public func exists() async throws -> Bool { try await limit(1).count() > 0 }

  private static var name: String { Row.descriptor.name }

  private func withKey(_ key: Row.RowKey) -> Self {
    var writer = ValueWriter()
    key.write(to: &writer)
    let conditions = zip(Row.descriptor.keyColumns, writer.values).map { column, value in
      QueryFragment(TablePath(), column.name) + " = " + QueryFragment("\(value)")
    }
    let predicate = Predicate(conditions.joined(separator: " AND "))
    return filter { _ in predicate }
  }

  /// Runs the query at a place that was decided.
  func rows(with executor: QueryExecutor) async throws -> [Row] {
    try executor.check(condition)
    let statement = try SelectStatement(self)
    var rows = try await executor.withConnection(usesTenant: statement.usesTenant) { connection in
      let answer = try await executor.query(statement.fragment, on: connection)
      return try statement.rows(of: answer, RowOrigins(executor, connection.dialect))
    }
    for prefetch in prefetched { try await prefetch.load(into: &rows, executor) }
    return rows
  }
}
