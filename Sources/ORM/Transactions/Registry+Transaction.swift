import Database
public import Names

extension Registry {
  /// Runs work in a transaction: committed when the closure returns, rolled back when it throws or its task is cancelled.
  ///
  /// Everything that is done on that database inside runs in it, prefetches and child tasks too: those take turns. A transaction inside
  /// of another is a savepoint. A task that outlives the closure gets ``ORMError/Code/transactionEnded``.
  ///
  /// ```swift
  /// try await registry.transaction {
  ///   var project = try await Project.query.get(1)
  ///   project.title = "Apollo 11"
  ///   try await project.save()
  ///   try await afterCommit { await mails.send(…) }
  /// }
  /// ```
  ///
  /// - Parameters:
  ///   - database: The database; by default that of the tenant or the database in scope, or else the main one.
  ///   - options: How it is run; a transaction inside of another has those of the outer one.
  ///   - work: The work. It may be run again when `options` allows it.
  /// - Throws: What `work` throws; `TransactionError` when it could not begin or commit; ``ORMError`` with
  ///   ``ORMError/Code/deadlineExceeded``, or with ``ORMError/Code/afterCommitFailed`` when it was committed.
  public func transaction<Value: Sendable>(
    on database: DatabaseName? = nil, _ options: TransactionOptions = TransactionOptions(), _ work: () async throws -> Value
  ) async throws -> Value {
    let scope = Scope.current(for: self)
    let name = database ?? scope.database ?? scope.tenant?.database ?? mainDatabase
    let schema = scope.tenant.map { $0.database == name ? $0.schema : nil } ?? scope.schema
    return try await transaction(on: name, schema, options) { _ in try await work() }
  }

  func transaction<Value: Sendable>(
    on database: DatabaseName, _ schema: SchemaName?, _ options: TransactionOptions,
    _ work: (TransactionSession) async throws -> Value
  ) async throws -> Value {
    if let open = Scope.current.transaction(on: database, of: id) {
      guard options == TransactionOptions() else {
        throw ORMError(.unsupported, "A transaction inside of another has the options of the outer one. Ask for them there.")
      }
      return try await savepoint(in: open, work)
    }
    var attempt = 0
    while true {
      do {
        let (value, session) = try await run(on: database, schema, options, work)
        try await Self.finish(session)
        return value
      } catch {
        guard attempt < options.retries, Self.isRetryable(error), !Task.isCancelled else { throw error }
        attempt += 1
      }
    }
  }

  private func run<Value: Sendable>(
    on database: DatabaseName, _ schema: SchemaName?, _ options: TransactionOptions,
    _ work: (TransactionSession) async throws -> Value
  ) async throws -> (Value, TransactionSession) {
    let root = TransactionSession.Root(
      attached: schema, deadline: options.limit.map { ContinuousClock.now + $0 },
      mayWriteSeveralFiles: Instance.current?.settings.allowsSeveralWrittenFiles ?? false)
    return try await withOpenDatabase(database) { open in
      try await open.withConnection(.work(schema)) { lease in
        try await lease.withTransaction(options.mode, isolation: options.isolation, isDeferrable: options.isDeferrable) { lease in
          let session = TransactionSession(lease.connection, on: database, of: id, root: root)
          return (try await Self.body(session, work), session)
        }
      }
    }
  }

  private func savepoint<Value: Sendable>(
    in outer: TransactionSession, _ work: (TransactionSession) async throws -> Value
  ) async throws -> Value {
    try await outer.lend(nil, writing: nil) { lease in
      let (value, session) = try await lease.withTransaction { lease in
        let session = TransactionSession(lease.connection, on: outer.database, of: id, root: outer.root)
        return (try await Self.body(session, work), session)
      }
      // While the turn is held: the outer transaction cannot end in between.
      try outer.append(session.afterCommit)
      return value
    }
  }

  /// Runs the work with the session in scope, and takes the session back.
  private static func body<Value: Sendable>(
    _ session: TransactionSession, _ work: (TransactionSession) async throws -> Value
  ) async throws -> Value {
    let result: Result<Value, any Error>
    do {
      result = .success(try await Scope.with({ $0.transactions.append(session) }) { try await work(session) })
    } catch { result = .failure(error) }
    await session.end()
    let value = try result.get()
    try session.checkDeadline()
    return value
  }

  /// Runs what waited for the commit: all of it, also when some of it fails.
  private static func finish(_ session: TransactionSession) async throws {
    var failures: [String] = []
    for work in session.afterCommit {
      do { try await work() } catch { failures.append("\(error)") }
    }
    guard failures.isEmpty else {
      throw ORMError(
        .afterCommitFailed,
        "The transaction was committed, and what was to run afterwards failed: \(failures.joined(separator: " "))")
    }
  }

  /// True for a transaction that the database gave up because of others.
  private static func isRetryable(_ error: any Error) -> Bool {
    switch error {
    case let error as DatabaseError: error.sqlState?.conditionClass == "40"
    case let error as TransactionError: error.isRetryable && error.commit?.sqlState?.conditionClass == "40"
    case let error as ORMError: error.underlying?.sqlState?.conditionClass == "40"
    default: false
    }
  }
}

/// Runs work when the innermost transaction in scope is committed; at once where there is none.
///
/// When the transaction, or the savepoint that this belongs to, is rolled back, it does not run.
public func afterCommit(_ work: @escaping @Sendable () async throws -> Void) async throws {
  guard let session = Scope.current.transactions.last else { return try await work() }
  try session.append([work])
}

extension QueryExecutor {
  /// Runs work in a transaction on the executor's database: a savepoint where one is open.
  func inTransaction<Value: Sendable>(_ work: (QueryExecutor) async throws -> Value) async throws -> Value {
    try await registry.transaction(on: database, tenantSchema, TransactionOptions()) { session in
      var executor = self
      executor.transaction = session
      return try await work(executor)
    }
  }
}
