public import Database
import Names

extension SQLiteDatabase {
  /// Copies one file while others write to it: the copy is the state of one moment, whole.
  ///
  /// The copy appears under its name when it is complete and on the disk; until then, and when it fails or its task is cancelled, there
  /// is nothing. What a process leaves behind that was killed ends with `.partial` and can be removed.
  ///
  /// ```swift
  /// try await database.backUp(.tenant(schema), to: "/backups/acme.db")
  /// ```
  ///
  /// - Parameters:
  ///   - target: Whose file: of the shared schema, or of one tenant.
  ///   - path: Where to; there must be no such file, and no link in the path.
  ///   - pagesPerStep: How many pages are copied between two reports; a cancellation is noticed between steps.
  ///   - progress: Told after every step, on the connection's own thread.
  /// - Throws: ``DatabaseError``: state `58P02` when there is a file, `53100` when the disk is full.
  public func backUp(
    _ target: ConnectionTarget, to path: String, pagesPerStep: Int = 1024,
    progress: @escaping @Sendable (BackupProgress) -> Void = { _ in }
  ) async throws {
    guard FileSystem.kind(of: path) == nil else { throw Self.exists(path) }
    let partial = "\(path).\(String(UInt64.random(in: 0 ... .max), radix: 36)).partial"
    do throws(FileSystem.Failure) { try FileSystem.createFile(partial) } catch { throw Self.failed(error) }
    do {
      try await withOwnConnection(target) { connection in
        try await connection.copy(to: partial, pagesPerStep: max(1, pagesPerStep), progress)
      }
      try Self.publish(partial, as: path)
    } catch {
      for companion in [""] + SchemaDirectory.companions { try? FileSystem.remove(partial + companion) }
      throw error
    }
  }

  private static func publish(_ partial: String, as path: String) throws(DatabaseError) {
    guard FileSystem.kind(of: path) == nil else { throw exists(path) }
    do throws(FileSystem.Failure) {
      try FileSystem.rename(partial, to: path)
      try FileSystem.synchronize(directory: path.lastIndex(of: "/").map { String(path[...$0]) } ?? ".")
    } catch { throw failed(error) }
  }

  private static func exists(_ path: String) -> DatabaseError {
    DatabaseError(
      .server, "There is something at \(path.escapedForDisplay) already. Choose another name.", sqlState: SQLState("58P02"))
  }

  private static func failed(_ error: FileSystem.Failure) -> DatabaseError {
    DatabaseError(
      .server, "The backup cannot be written: \(error.description).", sqlState: error == .noSpace ? .diskFull : .ioError)
  }
}

extension SQLiteConnection {
  /// Copies the main file, in one go on the connection's own thread.
  fileprivate func copy(
    to path: String, pagesPerStep: Int, _ progress: @escaping @Sendable (BackupProgress) -> Void
  ) async throws(DatabaseError) {
    var outcome = SQLiteOutcome.needsThread
    _ = try await settled(&outcome) { session in
      do throws(RawError) {
        try session.copy(to: path, pagesPerStep: pagesPerStep, progress)
        return .finished([])
      } catch {
        let failure = session.translated(error, in: nil)
        return error.code.primary == .busy ? .busy(failure) : .failed(failure)
      }
    }
  }
}

extension SQLiteSession {
  fileprivate func copy(
    to path: String, pagesPerStep: Int, _ progress: (BackupProgress) -> Void
  ) throws(RawError) {
    database.callbacks.beginStatement(isInline: false)
    let target = try RawDatabase(path: path)
    defer { target.close() }
    // A reader's view does not move: without it, every commit of others would make the copy begin anew.
    try own("BEGIN")
    defer { rollBack() }
    try own("SELECT count(*) FROM main.sqlite_schema")
    try database.copy(to: target, pagesPerStep: pagesPerStep) { step in
      progress(step)
      return !database.interrupt.isCancelled
    }
    // The copy says of itself that it has a log, which would be a second file.
    target.callbacks.isGuarded = false
    if let statement = try target.prepare("PRAGMA journal_mode = delete") { while try statement.step() {} }
  }
}
