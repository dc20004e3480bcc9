import Database
import Logging
import Names
import Synchronization

/// Which databases of a registry are open, and for how many.
final class RegistryLifecycle: Sendable {
  private struct State {
    var users = 0
    var open: [DatabaseName: any Database] = [:]
  }

  private let state = Mutex(State())

  /// An open database.
  func database(_ name: DatabaseName) -> (any Database)? { state.withLock { $0.open[name] } }

  var isConnected: Bool { state.withLock { $0.users > 0 } }

  /// Counts one more user; the first one makes the databases.
  ///
  /// - Returns: The databases that were made, for the caller to look whether they answer.
  func enter(_ sources: [DatabaseName: DatabaseSource]) throws -> [any Database] {
    try state.withLock { state in
      if state.users == 0 {
        var open: [DatabaseName: any Database] = [:]
        // A database that is only made has connected to nothing: when a later one cannot be made, there is nothing to close.
        for (name, source) in sources { open[name] = try source.open(name) }
        state.open = open
      }
      state.users += 1
      return state.users == 1 ? Array(state.open.values) : []
    }
  }

  /// Counts one user less.
  ///
  /// - Returns: The databases that nobody uses any more, by name; nil while there are others.
  func leave() -> [DatabaseName: any Database]? {
    state.withLock { state in
      state.users -= 1
      guard state.users == 0 else { return nil }
      defer { state.open = [:] }
      return state.open
    }
  }
}

extension Registry {
  /// True while the registry is connected.
  public var isConnected: Bool { lifecycle.isConnected }

  /// Connects all databases, runs work, and closes them on the way out.
  ///
  /// Inside of another `run` of the same registry nothing is connected: the last one to leave closes. When one database does not answer,
  /// those that did are closed.
  ///
  /// - Throws: What a database says when it cannot be reached, and what `work` throws.
  public func run<Value>(_ work: () async throws -> Value) async throws -> Value {
    try await connect()
    do {
      let value = try await work()
      await disconnect()
      return value
    } catch {
      await disconnect()
      throw error
    }
  }

  /// Connects all databases, for frameworks that have a place for starting and one for stopping and none between.
  ///
  /// Each call needs one of ``disconnect()``.
  public func connect() async throws {
    let opened = try lifecycle.enter(sources)
    RegistryTable.enter(self)
    do {
      try await withThrowingTaskGroup(of: Void.self) { group in
        for database in opened {
          group.addTask { try await database.withConnection(.shared) { _ in } }
        }
        try await group.waitForAll()
      }
    } catch {
      await disconnect()
      throw error
    }
  }

  /// Takes one ``connect()`` back; the last one closes all databases.
  public func disconnect() async {
    guard let unused = lifecycle.leave() else { return }
    RegistryTable.leave(self)
    for (name, database) in unused where sources[name]?.isBorrowed == false { await database.shutdown() }
  }

  /// Hands out a database; one of a registry that is not connected is connected for this once, and a warning says so.
  func withOpenDatabase<Value: Sendable>(
    _ name: DatabaseName, _ work: (any Database) async throws -> Value
  ) async throws -> Value {
    guard sources[name] != nil else { throw ORMError.unknown(name) }
    if let database = lifecycle.database(name) { return try await work(database) }
    logger.warning("The registry is not connected: each statement connects by itself. Run this inside registry.run.")
    return try await run {
      guard let database = lifecycle.database(name) else { throw ORMError.unknown(name) }
      return try await work(database)
    }
  }
}
