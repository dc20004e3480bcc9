public import Names
public import SQL

/// A database that can be worked with: a pool of connections behind a name.
public protocol Database: AnyObject, Sendable {
  /// The name that the manifest gives it.
  var name: DatabaseName { get }

  /// The SQL that it speaks.
  var dialect: Dialect { get }

  /// The files of its tenants, on an engine where a schema is a file; nil where schemas live inside the database.
  var files: (any SchemaFiles)? { get }

  /// Lends a connection for as long as the closure runs.
  ///
  /// - Parameters:
  ///   - target: What the work is about: see ``ConnectionTarget``.
  ///   - body: The work. It cannot keep the lease.
  /// - Throws: ``DatabaseError`` when there is no connection to be had, and what `body` throws.
  func withConnection<Value: Sendable>(
    _ target: ConnectionTarget, _ body: (borrowing ConnectionLease) async throws -> Value
  ) async throws -> Value

  /// Lends a session for work that leaves something in it, or needs it to stay the same: nobody gets it afterwards.
  ///
  /// What goes on there is about the ledger and the shared schema: ``ConnectionTarget/shared``.
  ///
  /// - Throws: ``DatabaseError/Code/unsupported`` behind a pooler without a way around it, ``DatabaseError`` when there is no
  ///   connection to be had, and what `body` throws.
  func withSession<Value: Sendable>(_ body: (borrowing ConnectionLease) async throws -> Value) async throws -> Value

  /// Waits for leases to come back and closes all connections.
  func shutdown() async
}

extension Database {
  /// Lends a connection and closes it afterwards: for engines that no pooler stands in front of.
  public func withSession<Value: Sendable>(
    _ body: (borrowing ConnectionLease) async throws -> Value
  ) async throws -> Value {
    try await withConnection(.shared) { lease in try await lease.closed(after: body) }
  }
}

/// What a connection is borrowed for.
///
/// PostgreSQL lends the same kind of connection for all of them.
public enum ConnectionTarget: Sendable, Hashable {
  /// The ledger and the shared schema. On SQLite, `main.db` is the main file and nothing else is attached.
  case shared
  /// The work of an application: on SQLite, `main.db` is the main file and the schema's file is attached under its name.
  case work(SchemaName?)
  /// One tenant's schema alone. On SQLite, its file is the main file and nothing else is attached;
  /// ``DatabaseError/Code/schemaMissing`` when there is no such file.
  case tenant(SchemaName)
  /// The same for a schema that may be new: on SQLite, its file is created when it is missing.
  case newTenant(SchemaName)
}

/// The files behind schemas, on an engine where a schema is a file.
public protocol SchemaFiles: Sendable {
  /// True when there is a main file: somebody worked with this directory before.
  var hasMainFile: Bool { get }

  /// The schemas that have a file, in order. `main.db` and tombstones are not among them.
  func list() throws(DatabaseError) -> [SchemaName]

  /// True when the schema has a file.
  func exists(_ schema: SchemaName) -> Bool

  /// Runs work while nobody else, in this process or another, does the same for this schema: for making one.
  ///
  /// The lock goes with the process: what a dead one left behind is nobody's.
  ///
  /// - Parameter patience: How long to wait for somebody else to be done.
  /// - Throws: ``DatabaseError`` with state `55P03` when that takes longer, and what `body` throws.
  func withCreationLock<Value: Sendable>(
    of schema: SchemaName, patience: Duration, _ body: () async throws -> Value
  ) async throws -> Value

  /// Gives a schema's file the name of another schema, with everything that was committed to it.
  ///
  /// - Throws: ``DatabaseError`` with state `42P06` when that one has a file.
  func rename(_ schema: SchemaName, to other: SchemaName) async throws(DatabaseError)

  /// Moves a schema's file out of sight, with everything that was committed to it: its name is free afterwards.
  ///
  /// - Parameter tombstone: The name that the file is kept under; no schema has it.
  func bury(_ schema: SchemaName, as tombstone: SchemaName) async throws(DatabaseError)

  /// Deletes a file that was moved out of sight. Nothing happens when there is none.
  func purge(_ tombstone: SchemaName) async throws(DatabaseError)
}
