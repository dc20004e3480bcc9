public import Database
public import Names
public import SQL
import Synchronization

/// A directory of SQLite files: one per tenant's schema, beside `main.db`.
public final class SQLiteDatabase: Database {
  /// The name that the manifest gives it.
  public let name: DatabaseName
  private let configuration: SQLiteConfiguration
  let directory: SchemaDirectory
  private let gate: ConnectionGate
  private let idle = Mutex<[ParkedConnection]>([])

  /// A connection to `main.db` that nobody uses.
  ///
  /// It is safe to send: it is parked when its lease is over, by the only one who has it, and taken out under the lock.
  private struct ParkedConnection: @unchecked Sendable {
    let connection: SQLiteConnection
  }

  /// Names a database; nothing is opened before the first lease.
  public init(name: DatabaseName, configuration: SQLiteConfiguration) {
    self.name = name
    self.configuration = configuration
    directory = SchemaDirectory(configuration.directory)
    gate = ConnectionGate(limit: configuration.connectionLimit)
  }

  /// SQLite's SQL.
  public var dialect: Dialect { .sqlite }

  /// The files of the tenants.
  public var files: (any SchemaFiles)? { SQLiteSchemaFiles(directory: directory, configuration: configuration) }

  /// Lends a connection for as long as the closure runs; one more than the limit waits.
  public func withConnection<Value: Sendable>(
    _ target: ConnectionTarget, _ body: (borrowing ConnectionLease) async throws -> Value
  ) async throws -> Value {
    try await withOwnConnection(target) { connection in
      // Swift 6.3.1 crashes with -O and -enable-testing when the call makes it (scripts/soak).
      let lease = ConnectionLease(connection)
      return try await body(lease)
    }
  }

  /// The same for work of our own, which goes below what a lease can do.
  func withOwnConnection<Value: Sendable>(
    _ target: ConnectionTarget, _ body: (SQLiteConnection) async throws -> Value
  ) async throws -> Value {
    try await gate.enter()
    defer { gate.leave() }
    let connection = try await connection(for: target)
    do {
      let value = try await body(connection)
      await giveBack(connection, target)
      return value
    } catch {
      await giveBack(connection, target)
      throw error
    }
  }

  /// Waits for leases to come back and closes all connections.
  public func shutdown() async {
    await gate.close()
    while let parked = idle.withLock({ $0.popLast() }) { await parked.connection.close() }
  }

  // MARK: - Connections

  private func connection(for target: ConnectionTarget) async throws(DatabaseError) -> SQLiteConnection {
    switch target {
    case .shared, .work(nil), .work(.some(.main)): return try await mainConnection()
    case .work(let schema?): return try await workConnection(schema)
    case .tenant(let schema): return try await tenantConnection(schema, creates: false)
    case .newTenant(let schema): return try await tenantConnection(schema, creates: true)
    }
  }

  private func mainConnection() async throws(DatabaseError) -> SQLiteConnection {
    if let parked = idle.withLock({ $0.popLast() }) {
      if !parked.connection.hasMoved { return parked.connection }
      await parked.connection.close()
    }
    let file = try directory.file(of: .main)
    try directory.createFile(of: file)
    try directory.checkFile(file)
    return try await SQLiteConnection.open(file.path, configuration)
  }

  private func workConnection(_ schema: SchemaName) async throws(DatabaseError) -> SQLiteConnection {
    let file = try tenantFile(schema)
    try directory.checkFile(file)
    let connection = try await mainConnection()
    do throws(DatabaseError) {
      try await connection.attach(file)
      return connection
    } catch {
      await connection.close()
      // It may have been moved away between looking and opening.
      try directory.checkFile(file)
      throw error
    }
  }

  private func tenantConnection(_ schema: SchemaName, creates: Bool) async throws(DatabaseError) -> SQLiteConnection {
    let file = try tenantFile(schema)
    if creates { try directory.createFile(of: file) }
    try directory.checkFile(file)
    do throws(DatabaseError) {
      return try await SQLiteConnection.open(file.path, configuration)
    } catch {
      // It may have been moved away between looking and opening.
      try directory.checkFile(file)
      throw error
    }
  }

  private func tenantFile(_ schema: SchemaName) throws(DatabaseError) -> SchemaFile {
    // SQLite calls the main file and the temporary one of every connection so.
    guard schema != .main, schema.text != "temp" else {
      throw DatabaseError(.invalidValue, "The schema name \(schema) is SQLite's own. Choose another one.")
    }
    return try directory.file(of: schema)
  }

  private func giveBack(_ connection: SQLiteConnection, _ target: ConnectionTarget) async {
    let isClean = await connection.reset()
    switch target {
    case .tenant, .newTenant: await connection.close()
    case .shared, .work:
      guard isClean, await detached(connection) else { return await connection.close() }
      let parked = ParkedConnection(connection: connection)
      idle.withLock { $0.append(parked) }
    }
  }

  private func detached(_ connection: SQLiteConnection) async -> Bool {
    guard connection.attachedSchema != nil else { return true }
    do { try await connection.detach() } catch { return false }
    return true
  }
}
