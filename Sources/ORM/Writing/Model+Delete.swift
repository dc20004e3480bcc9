import Database
import SQL

extension Model {
  /// Deletes the row from where it came from.
  ///
  /// - Throws: ``ORMError`` with ``ORMError/Code/staleRow`` when it is gone already, and with ``ORMError/Code/constraintViolated`` when
  ///   another row refers to it and must not lose it; `DatabaseError`.
  public func delete() async throws {
    let executor = try executor()
    let hooks = Self.hooks
    guard hooks.wrapsDeletion else { return try await remove(executor) }
    try await executor.inTransaction { executor in
      try await hooks.willDelete?(self)
      try await remove(executor)
      try await hooks.didDelete?(self)
    }
  }

  private func remove(_ executor: QueryExecutor) async throws {
    let count = try await executor.writing(Self.self) { connection in
      try await executor.query(WriteStatements.delete(self), on: connection).affectedRows
    }
    guard count > 0 else { throw Self.stale }
  }
}
