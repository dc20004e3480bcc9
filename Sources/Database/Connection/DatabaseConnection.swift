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
  /// Nil: nothing is kept.
  public var touchedRelations: Int? { nil }

  /// Says that the driver cannot: none is needed where `BEGIN READ ONLY` exists.
  public func setReadOnly(_ isReadOnly: Bool) async throws(DatabaseError) {
    throw DatabaseError(.unsupported, "This driver cannot make a connection read-only.")
  }
}
