import Database
import SQL

extension Model {
  /// Inserts a row.
  ///
  /// ```swift
  /// let project = try await Project.create(.init(slug: "apollo", title: "Apollo", owner: Reference(user)))
  /// // INSERT INTO "t_acme"."projects" ("slug", …) VALUES ($1, …) RETURNING "id", …
  /// ```
  ///
  /// - Returns: The row as the database has it: with its key, and with what the database filled in.
  /// - Throws: ``ORMError`` with ``ORMError/Code/foreignTenant`` when it would refer to a row of another tenant, and with
  ///   ``ORMError/Code/constraintViolated``; `DatabaseError`.
  public static func create(_ draft: Draft) async throws -> Self { try await query.create(draft) }
}

extension QuerySet {
  /// Inserts a row where the query would run.
  ///
  /// - Throws: As ``Model/create(_:)``.
  public func create(_ draft: Row.Draft) async throws -> Row {
    let executor = try QueryExecutor(Row.self, placement, registry: registry)
    let hooks = Row.hooks
    guard hooks.wrapsCreation else { return try await Self.insert(draft, executor) }
    return try await executor.inTransaction { executor in
      var draft = draft
      try await hooks.willCreate?(&draft)
      let row = try await Self.insert(draft, executor)
      try await hooks.didCreate?(row)
      return row
    }
  }

  private static func insert(_ draft: Row.Draft, _ executor: QueryExecutor) async throws -> Row {
    try await executor.writing(Row.self) { connection in
      let origin = try executor.origin(of: Row.self, connection.dialect)
      let statement = try WriteStatements.insert(draft, for: origin)
      let answer = try await executor.query(statement, on: connection)
      guard let row = try Row.rows(of: answer, origin: origin).first else {
        throw ORMError(.notFound, "The row was not inserted: a rule or a trigger of the database took its place.")
      }
      return row
    }
  }
}

extension QueryExecutor {
  /// Lends a connection for a statement that writes a model's table, and gives violated constraints their names.
  func writing<Row: Model, Value: Sendable>(
    _ model: Row.Type, _ work: (borrowing ConnectionLease) async throws -> Value
  ) async throws -> Value {
    do {
      return try await withConnection(usesTenant: Row.scope == .tenant, writing: Row.self, work)
    } catch let error as DatabaseError {
      if let violation = ORMError(error, writing: try registry.descriptor(of: Row.self)) { throw violation }
      throw error
    }
  }
}
