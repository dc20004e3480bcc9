public import SQL

extension ConnectionLease {
  /// Runs a `COPY … TO STDOUT` and hands out what it sends, in the format that the statement names.
  ///
  /// When the closure ends before the last byte, the statement is cancelled, or inside of a transaction read to its end.
  ///
  /// ```swift
  /// try await connection.copyOut("COPY \(notes) TO STDOUT (FORMAT binary)") { chunks in
  ///   for try await chunk in chunks { try file.write(chunk) }
  /// }
  /// ```
  ///
  /// - Throws: ``DatabaseError``, also in the middle of the bytes, and what `body` throws. ``DatabaseError/Code/unsupported`` on SQLite.
  public func copyOut<Value>(
    _ fragment: SQLFragment, in schemas: SchemaResolution = SchemaResolution(), _ body: (CopyStream) async throws -> Value
  ) async throws -> Value {
    let stream = CopyStream(try await connection.openCopyOut(try copyText(fragment, in: schemas)))
    do {
      let value = try await body(stream)
      await stream.close()
      return value
    } catch {
      await stream.close()
      throw error
    }
  }

  /// Runs a `COPY … FROM STDIN` with the bytes of a sequence, in the format that the statement names.
  ///
  /// All rows are copied, or none. A row that the server refuses is reported after the last byte: the server says nothing before.
  ///
  /// - Parameter source: Bytes, in pieces that may end anywhere.
  /// - Returns: How many rows were copied.
  /// - Throws: ``DatabaseError``, and what `source` throws; then nothing was copied. ``DatabaseError/Code/unsupported`` on SQLite.
  @discardableResult
  public func copyIn<Source: AsyncSequence>(
    _ fragment: SQLFragment, in schemas: SchemaResolution = SchemaResolution(), from source: Source
  ) async throws -> Int where Source.Element == [UInt8] {
    let sink = try await connection.openCopyIn(try copyText(fragment, in: schemas))
    do {
      var chunks = source.makeAsyncIterator()
      while let chunk = try await chunks.next(isolation: #isolation) { try await sink.write(chunk) }
    } catch {
      await sink.fail()
      throw error
    }
    return try await sink.end()
  }

  /// A `COPY` has no binds: its values become literals.
  private func copyText(_ fragment: SQLFragment, in schemas: SchemaResolution) throws(DatabaseError) -> String {
    do { return try fragment.inlined(for: dialect, in: schemas) } catch { throw DatabaseError(.invalidValue, error.message) }
  }
}
