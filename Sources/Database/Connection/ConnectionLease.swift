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

  /// How long a call on this lease may take; nil is for ever.
  ///
  /// See ``DatabaseConnection/callLimit``. The next borrower has the driver's own limit again.
  public var callLimit: Duration? { connection.callLimit }

  /// Changes how long a call on this lease may take.
  ///
  /// ```swift
  /// connection.limitCalls(to: .seconds(5))
  /// ```
  public func limitCalls(to limit: Duration?) { connection.callLimit = limit }

  /// Runs several statements, each with binds of its own: on PostgreSQL in one round trip, all of them or none.
  ///
  /// ```swift
  /// let answers = try await connection.batch([
  ///   "SELECT title FROM \(projects) WHERE id = \(id)", "UPDATE \(projects) SET seen = \(true) WHERE id = \(id)",
  /// ])
  /// ```
  ///
  /// See ``DatabaseConnection/batch(_:)``.
  ///
  /// - Throws: ``DatabaseError`` with ``DatabaseError/statementIndex``.
  @discardableResult
  public func batch(_ fragments: [SQLFragment], in schemas: SchemaResolution = SchemaResolution()) async throws(DatabaseError)
    -> [ResultSet]
  {
    var statements: [RenderedSQL] = []
    statements.reserveCapacity(fragments.count)
    for (index, fragment) in fragments.enumerated() {
      do { statements.append(try fragment.rendered(for: dialect, in: schemas)) } catch {
        var failure = DatabaseError(.invalidValue, error.message)
        failure.statementIndex = index
        throw failure
      }
    }
    return try await connection.batch(statements)
  }

  /// Runs several statements that are rendered already.
  ///
  /// - Throws: ``DatabaseError`` with ``DatabaseError/statementIndex``.
  @discardableResult
  public func batch(_ statements: [RenderedSQL]) async throws(DatabaseError) -> [ResultSet] {
    try await connection.batch(statements)
  }

  /// Closes the connection: the pool makes a new one.
  package func close() async { await connection.close() }

  /// Runs work that must leave no trace in a session, and closes the connection.
  package func closed<Value>(after body: (borrowing ConnectionLease) async throws -> Value) async throws -> Value {
    do {
      let value = try await body(self)
      await close()
      return value
    } catch {
      await close()
      throw error
    }
  }
}
