public import SQL

/// A connection, lent: it can be used and not kept.
///
/// It goes back to where it came from when the closure ends.
public struct ConnectionLease: ~Copyable {
  package let connection: any DatabaseConnection

  package init(_ connection: any DatabaseConnection) { self.connection = connection }

  /// The SQL that it speaks.
  public var dialect: Dialect { connection.dialect }

  /// What the driver knows of the session without asking the server.
  package var facts: SessionFacts { connection.facts }

  /// Runs one statement, values as binds.
  ///
  /// - Throws: ``DatabaseError``.
  public func query(_ statement: RenderedSQL) async throws(DatabaseError) -> ResultSet {
    try await connection.query(statement)
  }

  /// Renders a fragment whose schemas are all fixed, and runs it.
  ///
  /// - Throws: ``DatabaseError``.
  @discardableResult
  public func query(_ fragment: SQLFragment, in schemas: SchemaResolution = SchemaResolution()) async throws(DatabaseError)
    -> ResultSet
  {
    let statement: RenderedSQL
    do { statement = try fragment.rendered(for: dialect, in: schemas) } catch {
      throw DatabaseError(.invalidValue, error.message)
    }
    return try await connection.query(statement)
  }

  /// Runs several statements as one: all of them, or none.
  ///
  /// See ``DatabaseConnection/run(_:)``.
  ///
  /// - Throws: ``DatabaseError``.
  @discardableResult
  public func run(_ message: SQLMessage) async throws(DatabaseError) -> [ResultSet] {
    try await connection.run(message)
  }

  /// Closes the connection, after work that must leave no trace in a session: the pool makes a new one.
  package func close() async { await connection.close() }
}
