import Database
import SQL

extension Model {
  /// Writes what was changed since the row was read, and nothing else, to where the row came from.
  ///
  /// ```swift
  /// project.title = "Apollo 11"
  /// try await project.save()        // UPDATE "t_acme"."projects" SET "title" = $1 WHERE "id" = $2
  /// ```
  ///
  /// Nothing is sent when nothing was changed. What the database computes is read back.
  ///
  /// - Throws: ``ORMError`` with ``ORMError/Code/staleRow`` when the row is gone, or its version is another one; with
  ///   ``ORMError/Code/foreignTenant``, ``ORMError/Code/keyChanged`` or ``ORMError/Code/constraintViolated``; `DatabaseError`.
  public mutating func save() async throws {
    let executor = try executor()
    guard hasChanges || Self.hooks.willSave != nil else { return }
    let hooks = Self.hooks
    guard hooks.wrapsSaving else { return try await write(executor) }
    var copy = self
    try await executor.inTransaction { executor in
      try await hooks.willSave?(&copy)
      try await copy.write(executor)
      try await hooks.didSave?(copy)
    }
    self = copy
  }

  private mutating func write(_ executor: QueryExecutor) async throws {
    let fields = rowState.changes.fields
    guard !fields.isEmpty else { return }
    let descriptor = Self.descriptor
    guard !descriptor.primaryKey.contains(where: fields.contains) else {
      throw Self.keyChanged
    }
    let copy = self
    let (answer, origin, computed) = try await executor.writing(Self.self) { connection in
      let origin = try executor.origin(of: Self.self, connection.dialect)
      let (statement, computed) = try WriteStatements.update(copy, fields, for: origin)
      let answer = try await executor.query(statement, on: connection)
      return (answer, origin, computed)
    }
    guard (computed.isEmpty ? answer.affectedRows : answer.count) > 0 else { throw Self.stale }
    if let row = answer.first, !computed.isEmpty {
      var reader = RowReader(row, origin: origin)
      for field in computed { try read(field: field, from: &reader) }
    }
    rowState.changes = FieldSet()
  }

  /// Where the row's own operations run.
  ///
  /// - Throws: ``ORMError`` when it is no row, or when its key was changed, so that it would be taken for another one.
  func executor() throws(ORMError) -> QueryExecutor {
    guard !Self.descriptor.primaryKey.contains(where: rowState.changes.contains) else { throw Self.keyChanged }
    return try QueryExecutor(following: origin, of: Self.self)
  }

  private static var keyChanged: ORMError {
    ORMError(
      .keyChanged,
      "The key of a \(descriptor.name) cannot be changed: it would be another row. Create a row with the new key and delete the "
        + "one that was read.", model: descriptor.name)
  }

  static var stale: ORMError {
    ORMError(
      .staleRow, "The \(descriptor.name) was changed or deleted by somebody else since it was read. Read it again.",
      model: descriptor.name)
  }

  /// Reads the row again from where it came from; changes that were not saved are lost, loaded relations stay.
  ///
  /// - Throws: ``ORMError`` with ``ORMError/Code/staleRow`` when it is gone.
  public mutating func refresh() async throws {
    let executor = try executor()
    let copy = self
    let columns = Self.descriptor.columns.map { "\($0.name)" as SQLFragment }.joined(separator: ", ")
    let conditions = WriteStatements.keyConditions(copy).joined(separator: " AND ")
    let statement: SQLFragment = "SELECT \(columns) FROM \(Self.tableReference) WHERE \(conditions)"
    let (answer, origin) = try await executor.withConnection(usesTenant: Self.scope == .tenant) { connection in
      let answer = try await executor.query(statement, on: connection)
      return (answer, try executor.origin(of: Self.self, connection.dialect))
    }
    guard let row = answer.first else { throw Self.stale }
    var reader = RowReader(row, origin: origin)
    for field in Self.descriptor.fields.indices { try read(field: field, from: &reader) }
    rowState = RowState(origin: origin)
  }
}
