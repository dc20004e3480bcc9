public import Database
public import Names

extension SQLiteDatabase {
  /// Moves what the log of a file holds into the file.
  ///
  /// SQLite does so by itself when a commit finds a thousand pages in the log, as far as readers let it. Beside a reader that never
  /// pauses the log only grows: see ``schemasWithLongLog(over:)``.
  ///
  /// - Parameters:
  ///   - target: Whose file: of the shared schema, or of one tenant.
  ///   - mode: How thoroughly.
  /// - Throws: ``DatabaseError`` with state `55P03` when somebody uses the file for longer than the busy timeout and the mode is
  ///   ``CheckpointMode/truncate``.
  @discardableResult
  public func checkpoint(of target: ConnectionTarget, _ mode: CheckpointMode = .passive) async throws -> CheckpointResult {
    try await withOwnConnection(target) { connection in
      try await connection.retrying { session throws(RawError) in try session.checkpoint(mode) }
    }
  }

  /// The schemas whose checkpoint is due: their log is longer than a limit.
  ///
  /// - Parameter bytes: The limit. The default is four times what SQLite lets a log grow to when nobody is in its way.
  public func schemasWithLongLog(over bytes: Int = 16 << 20) throws(DatabaseError) -> [SchemaName] {
    var due: [SchemaName] = []
    for schema in [.main] + (try directory.schemas()) {
      if FileSystem.size(of: try directory.file(of: schema).path + "-wal") ?? 0 > bytes { due.append(schema) }
    }
    return due
  }
}

extension SQLiteSession {
  /// Moves the log of the main file.
  fileprivate func checkpoint(_ mode: CheckpointMode) throws(RawError) -> CheckpointResult {
    let answer = try own("PRAGMA main.wal_checkpoint(\(mode.rawValue))")
    guard let row = answer?.first, let busy = try? row.decode(0, as: Int.self), let pages = try? row.decode(1, as: Int.self),
      let moved = try? row.decode(2, as: Int.self)
    else { throw RawError(code: .error, message: "the checkpoint gave no answer") }
    // A passive one does what it can.
    if busy != 0 && mode == .truncate { throw RawError(code: .busy, message: "the log is in use") }
    return CheckpointResult(pagesInLog: max(0, pages), pagesMoved: max(0, moved))
  }
}
