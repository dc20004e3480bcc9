import SQL

extension ConnectionLease {
  /// Runs work in a transaction: it is committed when the closure returns, and rolled back when it throws or is cancelled.
  ///
  /// Inside of a transaction it is a savepoint: what the closure did is undone when it throws, and the outer transaction goes on.
  ///
  /// ```swift
  /// try await connection.withTransaction { connection in
  ///   try await connection.query("INSERT INTO \(projects) (title) VALUES (\(title))")
  /// }
  /// // BEGIN; INSERT INTO "t_acme"."projects" (title) VALUES ($1); COMMIT
  /// ```
  ///
  /// - Parameters:
  ///   - mode: What the transaction may do. An inner one takes the outer one's mode: ``TransactionMode/readOnly`` is refused there.
  ///   - isolation: How far it is kept apart from others; nil means the server's default. Refused for an inner one.
  ///   - isDeferrable: Whether a serializable transaction that only reads waits at its start until nothing can fail it. Refused for an
  ///     inner one, and on SQLite.
  ///   - body: The work. A task that is cancelled when it ends is not committed.
  /// - Throws: What `body` throws, when the transaction was rolled back. ``TransactionError`` when it could not begin, commit or
  ///   roll back. ``DatabaseError`` when the task is cancelled or an inner transaction wants a mode of its own.
  @discardableResult
  public func withTransaction<Value>(
    _ mode: TransactionMode = .readWrite, isolation: IsolationLevel? = nil, isDeferrable: Bool = false,
    _ body: (borrowing ConnectionLease) async throws -> Value
  ) async throws -> Value {
    let statements = try statements(mode, isolation: isolation, isDeferrable)
    try await begin(statements)
    let value: Value
    do {
      value = try await body(self)
      if Task.isCancelled { throw DatabaseError(.cancelled, "The task was cancelled: its transaction was not committed.") }
    } catch {
      if let failure = await rollBack(statements) { throw TransactionError(body: error, rollback: failure) }
      throw error
    }
    try await commit(statements)
    return value
  }

  private func statements(_ mode: TransactionMode, isolation: IsolationLevel?, _ isDeferrable: Bool) throws(DatabaseError)
    -> TransactionStatements
  {
    guard !isDeferrable || dialect.engine == .postgres else {
      throw DatabaseError(.unsupported, "SQLite has no deferrable transactions. Leave it out: its readers wait for nobody.")
    }
    guard connection.isInTransaction else {
      return .outermost(mode, isolation: isolation, isDeferrable: isDeferrable, dialect: dialect)
    }
    guard mode == .readWrite, isolation == nil, !isDeferrable else {
      throw DatabaseError(
        .unsupported, "A transaction inside of another has the mode and the isolation of the outer one. Ask for them there.")
    }
    return .nested
  }

  private func begin(_ statements: TransactionStatements) async throws(TransactionError) {
    do throws(DatabaseError) {
      for text in statements.begin { _ = try await connection.query(RenderedSQL(text: text)) }
      if statements.needsReadOnlyConnection { try await connection.setReadOnly(true) }
    } catch {
      // A savepoint that failed leaves the outer transaction to its owner; a transaction that began half-way is ours to end.
      let rollback = statements.isNested ? nil : await rollBack(statements)
      throw TransactionError(begin: error, rollback: rollback)
    }
  }

  /// Commits, and believes it only when the connection agrees.
  ///
  /// It runs to its end: a commit that is cancelled half-way would leave open whether the work is done.
  private func commit(_ statements: TransactionStatements) async throws(TransactionError) {
    guard connection.isInTransaction else {
      let rollback = await rollBack(statements)
      throw TransactionError(
        rollback: rollback,
        commit: .init(.commitFailed, "The transaction had ended before its commit. Its work must not end transactions by itself.")
      )
    }
    if let failure = await end(statements, statements.commit) {
      throw TransactionError(rollback: await rollBack(statements), commit: failure)
    }
    guard connection.isInTransaction == statements.isNested else {
      let rollback = await rollBack(statements)
      throw TransactionError(rollback: rollback, commit: .init(.commitFailed, "The connection is not where a commit leaves it."))
    }
  }

  /// Rolls back what is open.
  ///
  /// There is nothing to do when the server did it already, or when the connection is lost: the server rolls back then.
  ///
  /// - Returns: Why it failed.
  private func rollBack(_ statements: TransactionStatements) async -> DatabaseError? {
    guard connection.isUsable else { return nil }
    return await end(statements, connection.isInTransaction ? statements.rollback : [])
  }

  /// Ends a transaction, whatever the state of the task is.
  ///
  /// - Returns: The first failure.
  private func end(_ statements: TransactionStatements, _ texts: [String]) async -> DatabaseError? {
    await ConnectionHandOver.uncancelled(connection) { connection in
      do throws(DatabaseError) {
        if statements.needsReadOnlyConnection { try await connection.setReadOnly(false) }
        for text in texts { _ = try await connection.query(RenderedSQL(text: text)) }
        return nil
      } catch { return error }
    }
  }
}
