public import SQL

extension ConnectionLease {
  /// Runs a statement and hands out its rows while they arrive: memory is bounded, however many there are.
  ///
  /// The connection does nothing else meanwhile. When the closure ends before the last row, the statement is cancelled; inside of a
  /// transaction, and when it changes rows, the rest is read and thrown away instead, since a cancellation would undo the work.
  ///
  /// On SQLite a statement that changes rows is run to its end before the first row is handed out, and its rows are kept in memory.
  ///
  /// - Parameters:
  ///   - batchSize: How many rows are kept in memory at most.
  ///   - body: The work. The stream ends with it.
  /// - Throws: ``DatabaseError``, also in the middle of the rows, and what `body` throws.
  public func stream<Value>(
    _ fragment: SQLFragment, in schemas: SchemaResolution = SchemaResolution(), batchSize: Int = 1000,
    _ body: (RowStream) async throws -> Value
  ) async throws -> Value {
    let statement: RenderedSQL
    do { statement = try fragment.rendered(for: dialect, in: schemas) } catch {
      throw DatabaseError(.invalidValue, error.message)
    }
    let stream = RowStream(try await connection.openRows(of: statement, batchSize: batchSize))
    do {
      let value = try await body(stream)
      await stream.close()
      return value
    } catch {
      await stream.close()
      throw error
    }
  }
}
