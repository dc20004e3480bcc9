public import Database
import SQL

extension PostgresConnection {
  /// Begins a `COPY … TO STDOUT`.
  ///
  /// Until the source is finished the connection refuses every other call.
  public func openCopyOut(_ text: String) async throws(DatabaseError) -> any CopySource {
    PostgresCopySource(self, try await beginCopy(text, .copyOut), text)
  }

  /// Begins a `COPY … FROM STDIN`.
  ///
  /// Until the sink is ended the connection refuses every other call.
  public func openCopyIn(_ text: String) async throws(DatabaseError) -> any CopySink {
    PostgresCopySink(self, try await beginCopy(text, .copyIn), text)
  }

  /// Sends a copy and waits until the server takes part in it.
  private func beginCopy(_ text: String, _ wanted: RawResult.Status) async throws(DatabaseError) -> RawConnection {
    try check(text, byteCount: text.utf8.count)
    guard StatementText(text).isCopyWithClient else { throw Self.otherCopy(wanted) }
    try await settleSequences()
    let raw = try beginCall(isRollback: { false })
    work = .statement(text, isInTransaction: raw.isInTransaction)
    do throws(DatabaseError) {
      // Not as a message: that could hold a second statement.
      guard raw.send(text, try RawParameters([])) else { throw lost(raw) }
      try await flush(raw)
      let first = try await nextResult(raw, isBinary: true)
      if let first, first.status == wanted {
        isStreaming = true
        if wanted == .copyIn { sequences.noteUse() }
        return raw
      }
      let answers = try await receive(raw, isBinary: true, after: first)
      if !answers.wantedCopy { _ = try finish(answers, of: text) }
      throw Self.otherCopy(wanted)
    } catch {
      endCall()
      throw error
    }
  }

  private static func otherCopy(_ wanted: RawResult.Status) -> DatabaseError {
    DatabaseError(
      .invalidValue, "This is not a COPY … \(wanted == .copyIn ? "FROM STDIN" : "TO STDOUT"). Send it as a statement.")
  }

  /// Sends what a copy has queued, reading meanwhile.
  ///
  /// Other than a statement on its way, a copy can be cancelled in the middle.
  func flushCopy(_ raw: RawConnection) async throws(DatabaseError) {
    while true {
      switch raw.flush() {
      case .done: return
      case .failed: throw lost(raw)
      case .pending:
        try await wait(for: [.read, .write])
        guard raw.consumeInput() else { throw lost(raw) }
      }
    }
  }
}

/// The bytes of a copy while they arrive.
final class PostgresCopySource: CopySource {
  /// How many bytes are handed out together, when so many are there.
  private static let chunkBytes = 1 << 16

  private let connection: PostgresConnection
  private let raw: RawConnection
  private let text: String
  private var isOver = false

  init(_ connection: PostgresConnection, _ raw: RawConnection, _ text: String) {
    self.connection = connection
    self.raw = raw
    self.text = text
  }

  func nextChunk() async throws(DatabaseError) -> [UInt8]? {
    guard !isOver else { return nil }
    do throws(DatabaseError) {
      try await connection.checkCall()
      var chunk: [UInt8] = []
      while chunk.count < Self.chunkBytes {
        switch raw.takeCopyOut(into: &chunk) {
        case .data: continue
        case .wait:
          if !chunk.isEmpty { return chunk }
          try await connection.waitToRead(raw)
          guard raw.consumeInput() else { throw connection.lost(raw) }
        case .done:
          // The last bytes are handed out before the end, or the error, is told.
          if !chunk.isEmpty { return chunk }
          _ = try connection.finish(try await connection.receive(raw, isBinary: true), of: text)
          end()
          return nil
        }
      }
      return chunk
    } catch {
      end()
      throw error
    }
  }

  func finish() async {
    guard !isOver else { return }
    await connection.abandon(raw, readsOnly: StatementText(text).readsOnly)
    end()
  }

  private func end() {
    guard !isOver else { return }
    isOver = true
    connection.endStream()
  }
}

/// What takes the bytes of a copy.
final class PostgresCopySink: CopySink {
  private let connection: PostgresConnection
  private let raw: RawConnection
  private let text: String
  private var isOver = false

  init(_ connection: PostgresConnection, _ raw: RawConnection, _ text: String) {
    self.connection = connection
    self.raw = raw
    self.text = text
  }

  func write(_ chunk: [UInt8]) async throws(DatabaseError) {
    guard !isOver else { throw DatabaseError(.invalidValue, "The copy has ended.") }
    guard chunk.count <= connection.configuration.maximumMessageBytes else {
      throw DatabaseError(
        .invalidValue,
        "\(chunk.count) bytes at once are more than the limit of \(connection.configuration.maximumMessageBytes). Send smaller pieces."
      )
    }
    guard raw.putCopyIn(chunk) else { throw connection.lost(raw) }
    try await connection.flushCopy(raw)
    guard !Task.isCancelled else { throw DatabaseError(.cancelled, "The task was cancelled, and the copy with it.") }
  }

  func end() async throws(DatabaseError) -> Int {
    guard !isOver else { throw DatabaseError(.invalidValue, "The copy has ended.") }
    defer { close() }
    guard raw.endCopyIn(error: nil) else { throw connection.lost(raw) }
    try await connection.flushCopy(raw)
    let answers = try await connection.receive(raw, isBinary: true)
    _ = try connection.finish(answers, of: text)
    return answers.last?.commandCount ?? 0
  }

  func fail() async {
    guard !isOver else { return }
    defer { close() }
    guard connection.isOpen else { return }
    // The task may be cancelled already; the server is told all the same, and has nothing to wait for.
    connection.isShielded = true
    if connection.drainDeadline == nil { connection.startDrainDeadline(after: connection.configuration.cancelTimeout) }
    do throws(DatabaseError) {
      guard raw.endCopyIn(error: "the client gave the copy up") else { throw connection.lost(raw) }
      try await connection.flushCopy(raw)
      _ = try await connection.receive(raw, isBinary: true)
    } catch {
      // The connection is closed: the server gives the copy up by itself.
    }
  }

  private func close() {
    guard !isOver else { return }
    isOver = true
    connection.endStream()
  }
}
