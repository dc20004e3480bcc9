import Database
import Names

/// The files of a directory, by schema.
struct SQLiteSchemaFiles: SchemaFiles {
  let directory: SchemaDirectory
  let configuration: SQLiteConfiguration

  func list() throws(DatabaseError) -> [SchemaName] { try directory.schemas() }

  var hasMainFile: Bool { directory.exists(.main) }

  func exists(_ schema: SchemaName) -> Bool { schema != .main && directory.exists(schema) }

  /// Runs work while nobody else makes this schema.
  func withCreationLock<Value: Sendable>(
    of schema: SchemaName, patience: Duration, _ body: () async throws -> Value
  ) async throws -> Value {
    let path = try directory.prepared() + "/.creating"
    let deadline = ContinuousClock.now + patience
    while true {
      do {
        if let lock = try CreationLock(of: schema, inFile: path) {
          defer { withExtendedLifetime(lock) {} }
          return try await body()
        }
      } catch let failure as FileSystem.Failure {
        throw DatabaseError(.connectionFailed, "The lock of the directory cannot be taken: \(failure.description).")
      }
      guard ContinuousClock.now < deadline else {
        throw DatabaseError(
          .server, "Somebody else is making schema \(schema). Try again later.", sqlState: .lockNotAvailable)
      }
      // The kernel tells nobody that a file lock is free: it is asked for again, without holding a thread.
      try await Task.sleep(for: .milliseconds(10))
    }
  }

  /// Moves a file out of sight.
  func bury(_ schema: SchemaName, as tombstone: SchemaName) async throws(DatabaseError) {
    try await move(schema, to: directory.tombstone(tombstone), named: tombstone)
  }

  /// Gives a file the name of another schema.
  func rename(_ schema: SchemaName, to other: SchemaName) async throws(DatabaseError) {
    guard other != .main else { throw DatabaseError(.invalidValue, "A tenant's file cannot become the main file.") }
    try await move(schema, to: directory.file(of: other).path, named: other)
  }

  /// A file in rollback mode, which nobody else has open, has all its data in one place; so it is one `rename` that decides.
  private func move(_ schema: SchemaName, to target: String, named name: SchemaName) async throws(DatabaseError) {
    guard schema != .main else { throw DatabaseError(.invalidValue, "The main file cannot be moved.") }
    let file = try directory.file(of: schema)
    try directory.checkFile(file)
    guard FileSystem.kind(of: target) == nil else { throw Self.taken(name) }
    let connection = try await SQLiteConnection.open(file.path, configuration)
    do throws(DatabaseError) {
      try await connection.retrying { session throws(RawError) in
        try session.takeAlone()
        try Self.move(file.path, to: target, session)
      }
    } catch {
      await connection.close()
      throw error
    }
    await connection.close()
    try await synchronize()
  }

  private static func move(_ path: String, to target: String, _ session: SQLiteSession) throws(RawError) {
    defer { session.rollBack() }
    guard !session.database.hasMoved() else { throw RawError(code: .cannotOpen, message: "the file was moved meanwhile") }
    do throws(FileSystem.Failure) { try FileSystem.rename(path, to: target) } catch {
      throw RawError(code: .ioError, message: "rename: \(error.description)")
    }
  }

  func purge(_ tombstone: SchemaName) async throws(DatabaseError) {
    let path = try directory.tombstone(tombstone)
    do throws(FileSystem.Failure) {
      // The file itself goes last: as long as there is one, purging again finds what is left.
      for companion in SchemaDirectory.companions { try FileSystem.remove(path + companion) }
      try FileSystem.remove(path)
    } catch {
      throw DatabaseError(.server, "The file of \(tombstone) cannot be deleted: \(error.description).", sqlState: .ioError)
    }
    try await synchronize()
  }

  private func synchronize() async throws(DatabaseError) {
    let path = try directory.prepared()
    do throws(FileSystem.Failure) { try FileSystem.synchronize(directory: path) } catch {
      throw DatabaseError(.server, "The directory cannot be written to the disk: \(error.description).", sqlState: .ioError)
    }
  }

  private static func taken(_ name: SchemaName) -> DatabaseError {
    DatabaseError(
      .server, "There is a file under the name \(name) already. Choose another name.", sqlState: SQLState("42P06"))
  }
}

extension SQLiteSession {
  /// Writes everything to the main file and locks everybody else out, until the transaction ends.
  ///
  /// Leaving WAL is possible only when no other connection of any process has the file open; it deletes `-wal` and `-shm`.
  fileprivate func takeAlone() throws(RawError) {
    try own("PRAGMA main.journal_mode = delete")
    try own("BEGIN EXCLUSIVE")
  }
}
