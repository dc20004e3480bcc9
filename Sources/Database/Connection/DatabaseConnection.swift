public import SQL

/// A session with a database, as a driver provides it.
///
/// It belongs to one task at a time: the pool lends it.
///
/// The class that conforms is not `Sendable`; all methods run in the caller's task. A cancelled task cancels the statement that
/// it waits for, and the method returns only when the session can safely be used again, or is closed.
public protocol DatabaseConnection: AnyObject {
  /// The SQL that it speaks.
  var dialect: Dialect { get }

  /// False once the connection is broken or closed.
  var isUsable: Bool { get }

  /// True while a transaction is open on the server, failed ones included.
  var isInTransaction: Bool { get }

  /// How long a call may take; nil is for ever.
  ///
  /// A call that takes longer is ended, as a cancelled one is, and throws ``DatabaseError/Code/deadlineExceeded``; when something may
  /// have been committed, ``DatabaseError/Code/outcomeUnknown``. A driver that no network can hold up may do without.
  var callLimit: Duration? { get set }

  /// What the driver knows of the session without asking the server.
  var facts: SessionFacts { get }

  /// About how many relations the session has worked with, on an engine whose sessions keep something for each of them; nil where
  /// they do not.
  ///
  /// A pool closes a connection that has touched too many.
  var touchedRelations: Int? { get }

  /// Runs one statement, values as binds.
  ///
  /// - Throws: ``DatabaseError``.
  func query(_ statement: RenderedSQL) async throws(DatabaseError) -> ResultSet

  /// Runs several statements as one: all of them, or none.
  ///
  /// Inside an open transaction they are part of it. Outside, they are a transaction of their own, which is committed when this
  /// returns and rolled back when it throws. On PostgreSQL it is one round trip.
  ///
  /// - Returns: An answer for each statement, in their order. Values are read as text is: types are known, widths are not.
  /// - Throws: ``DatabaseError`` with ``DatabaseError/statementIndex`` and, where the server says so,
  ///   ``DatabaseError/scalarOffset``.
  func run(_ message: SQLMessage) async throws(DatabaseError) -> [ResultSet]

  /// Runs several statements, each with binds of its own: on PostgreSQL in one round trip.
  ///
  /// Outside of a transaction they are one of their own: all of them, or none. Inside they are part of it; when one fails, its owner
  /// has to roll back. What stands after a statement that fails is not run.
  ///
  /// - Returns: An answer for each statement, in their order.
  /// - Throws: ``DatabaseError`` with ``DatabaseError/statementIndex``.
  func batch(_ statements: [RenderedSQL]) async throws(DatabaseError) -> [ResultSet]

  /// Runs a statement whose rows are handed out while they arrive.
  ///
  /// Until the source is finished the connection does nothing else.
  ///
  /// - Parameter batchSize: How many rows the source holds at most.
  /// - Throws: ``DatabaseError``.
  func openRows(of statement: RenderedSQL, batchSize: Int) async throws(DatabaseError) -> any RowSource

  /// Begins a `COPY … TO STDOUT`.
  ///
  /// - Throws: ``DatabaseError``; the default is ``DatabaseError/Code/unsupported``.
  func openCopyOut(_ text: String) async throws(DatabaseError) -> any CopySource

  /// Begins a `COPY … FROM STDIN`.
  ///
  /// - Throws: ``DatabaseError``; the default is ``DatabaseError/Code/unsupported``.
  func openCopyIn(_ text: String) async throws(DatabaseError) -> any CopySink

  /// Makes the session refuse to write, or lets it write again, on an engine whose transactions cannot be read-only by themselves.
  ///
  /// ``reset()`` lets it write again.
  ///
  /// - Throws: ``DatabaseError``; the default is ``DatabaseError/Code/unsupported``.
  func setReadOnly(_ isReadOnly: Bool) async throws(DatabaseError)

  /// Makes the session as new before it is lent again: rolls back what is open, drops session state where there is any.
  ///
  /// - Returns: False when that is not possible, or the session is broken or closed; the pool then closes the connection.
  func reset() async -> Bool

  /// Closes the session. Calling it twice does nothing.
  func close() async
}

extension DatabaseConnection {
  /// There is no limit.
  public var callLimit: Duration? {
    get { nil }
    set {}
  }

  /// Nothing is known.
  public var facts: SessionFacts { SessionFacts() }

  /// Nil: nothing is kept.
  public var touchedRelations: Int? { nil }

  /// Says that the driver cannot: none is needed where `BEGIN READ ONLY` exists.
  public func setReadOnly(_ isReadOnly: Bool) async throws(DatabaseError) {
    throw DatabaseError(.unsupported, "This driver cannot make a connection read-only.")
  }

  /// Reads the whole answer first: for engines that do not stream.
  public func openRows(of statement: RenderedSQL, batchSize: Int) async throws(DatabaseError) -> any RowSource {
    WholeAnswer(try await query(statement))
  }

  /// Says that the engine cannot.
  public func openCopyOut(_ text: String) async throws(DatabaseError) -> any CopySource { throw Self.noCopy }

  /// Says that the engine cannot.
  public func openCopyIn(_ text: String) async throws(DatabaseError) -> any CopySink { throw Self.noCopy }

  private static var noCopy: DatabaseError {
    DatabaseError(.unsupported, "This engine has no COPY. Use INSERT in a batch, or SELECT in a stream.")
  }
}
