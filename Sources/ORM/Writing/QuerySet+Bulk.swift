import Database
import SQL

extension QuerySet {
  /// Inserts many rows: in one statement on PostgreSQL when all drafts give the same fields, in as few as it takes otherwise.
  ///
  /// All of them, or none. No hook runs.
  ///
  /// - Returns: The rows, in the order of the drafts, with their keys.
  /// - Throws: As ``create(_:)``.
  public func createAll(_ drafts: [Row.Draft]) async throws -> [Row] { try await insert(drafts, nil) }

  /// Inserts rows, or changes those that are there already: found by a unique rule.
  ///
  /// The fields that the drafts give are written. All of them, or none. No hook runs.
  ///
  /// ```swift
  /// try await Tag.query.upsertAll(drafts) { $0.name }
  /// // INSERT … ON CONFLICT ("name") DO UPDATE SET … RETURNING …
  /// ```
  public func upsertAll<each Term: ConflictTerm>(
    _ drafts: [Row.Draft], by terms: (Row.Columns) -> (repeat each Term)
  ) async throws -> [Row] {
    try await insert(drafts, ConflictClause(Row.self, terms, .update))
  }

  /// Inserts a row, or changes the one that is there already.
  ///
  /// No hook runs.
  public func updateOrCreate<each Term: ConflictTerm>(
    _ draft: Row.Draft, by terms: (Row.Columns) -> (repeat each Term)
  ) async throws -> Row {
    guard let row = try await insert([draft], ConflictClause(Row.self, terms, .update)).first else { throw Row.stale }
    return row
  }

  /// Reads the row that is there already, or inserts it; safe with others that do the same.
  ///
  /// No hook runs.
  ///
  /// ```swift
  /// let (tag, isNew) = try await Tag.query.getOrCreate(.init(name: "urgent")) { $0.name }
  /// // INSERT … ON CONFLICT ("name") DO NOTHING RETURNING …, and a SELECT when it was there
  /// ```
  public func getOrCreate<each Term: ConflictTerm>(
    _ draft: Row.Draft, by terms: (Row.Columns) -> (repeat each Term)
  ) async throws -> (row: Row, isNew: Bool) {
    let clause = ConflictClause(Row.self, terms, .ignore)
    let existing = try matching(draft, clause.columns)
    // Somebody may delete the row between the two statements.
    for _ in 0..<8 {
      if let row = try await insert([draft], clause).first { return (row, true) }
      if let row = try await existing.all().first { return (row, false) }
    }
    throw Row.stale
  }

  /// The rows that have a draft's values in some columns.
  private func matching(_ draft: Row.Draft, _ columns: [Identifier]) throws(ORMError) -> Self {
    var conditions: [QueryFragment] = []
    for field in draft.given.fields {
      var writer = ValueWriter()
      draft.write(field: field, to: &writer)
      for (column, value) in zip(Row.descriptor.fields[field].columns, writer.values) where columns.contains(column.name) {
        conditions.append(QueryFragment(TablePath(), column.name) + " = " + QueryFragment("\(value)"))
      }
    }
    guard conditions.count == columns.count else {
      throw ORMError(
        .invalidValue, "The draft has to give every column that a \(Row.descriptor.name) is found by.", model: Row.descriptor.name
      )
    }
    let predicate = Predicate(conditions.joined(separator: " AND "))
    return filter { _ in predicate }
  }

  private func insert(_ drafts: [Row.Draft], _ conflict: ConflictClause?) async throws -> [Row] {
    guard !drafts.isEmpty else { return [] }
    let executor = try QueryExecutor(Row.self, placement, registry: registry)
    return try await executor.writing(Row.self) { connection in
      let origin = try executor.origin(of: Row.self, connection.dialect)
      let runs = try BulkInsert<Row>.runs(drafts, for: origin, conflict)
      let statements = runs.flatMap { $0.statements(for: connection.dialect) }
      return try await Self.answers(to: statements, on: connection, executor)
        .flatMap { try Row.rows(of: $0, origin: origin) }
    }
  }

  /// Several statements are a transaction of their own; inside of another, a savepoint, so that a failure undoes all of them.
  private static func answers(
    to statements: [SQLFragment], on connection: borrowing ConnectionLease, _ executor: QueryExecutor
  ) async throws -> [ResultSet] {
    if statements.count == 1 { return [try await executor.query(statements[0], on: connection)] }
    let schemas = executor.schemas(connection.dialect)
    guard connection.connection.isInTransaction else { return try await connection.batch(statements, in: schemas) }
    return try await connection.withTransaction { try await $0.batch(statements, in: schemas) }
  }
}
