public import Database
public import SQL

/// What somebody said on a channel, with `NOTIFY`.
public struct PostgresNotification: Sendable, Hashable {
  /// The channel.
  public let channel: String
  /// What was said; empty when it was nothing.
  public let payload: String
  /// The server process of the session that said it.
  public let sender: Int
}

/// What is said on channels, as it is said.
///
/// It ends with an error alone: ``DatabaseError/Code/connectionLost`` when the connection is gone, and with it what was said since;
/// ``DatabaseError/Code/cancelled`` when the task is cancelled. It belongs to one task.
public final class PostgresNotifications: AsyncSequence, AsyncIteratorProtocol {
  private let connection: PostgresConnection

  init(_ connection: PostgresConnection) { self.connection = connection }

  /// The sequence itself: what one loop has taken no other one gets.
  public func makeAsyncIterator() -> PostgresNotifications { self }

  /// Waits for the next one.
  ///
  /// - Throws: ``DatabaseError``.
  public func next(isolation actor: isolated (any Actor)? = #isolation) async throws(DatabaseError) -> PostgresNotification? {
    while true {
      if let notification = connection.raw?.nextNotification() { return notification }
      try await connection.waitForNews()
    }
  }

  /// Waits for the next one.
  ///
  /// - Throws: ``DatabaseError``.
  public func next() async throws(DatabaseError) -> PostgresNotification? { try await next(isolation: #isolation) }
}

extension PostgresDatabase {
  /// Listens on channels, over a connection that nobody else uses, for as long as the closure runs.
  ///
  /// It goes around a pooler where the configuration has a ``PostgresConfiguration/directLocation``.
  ///
  /// What is said after the closure has begun is not missed.
  ///
  /// ```swift
  /// try await database.withNotifications(on: [Identifier("tenants")]) { notifications in
  ///   for try await notification in notifications { cache.forget(notification.payload) }
  /// }
  /// ```
  ///
  /// - Throws: ``DatabaseError/Code/unsupported`` behind a pooler without a way around it, what connecting throws, and what `body`
  ///   throws.
  public func withNotifications<Value>(
    on channels: [Identifier], _ body: (PostgresNotifications) async throws -> Value
  ) async throws -> Value {
    let connection = try await PostgresConnection.connect(configuration.aroundPooler, sharing: sharing, logger: logger)
    defer { connection.closeNow() }
    guard !connection.isPooled else { throw DatabaseError.sessionNeeded }
    for channel in channels { _ = try await connection.query(RenderedSQL(text: "LISTEN \(channel.quoted)")) }
    return try await body(PostgresNotifications(connection))
  }
}

extension PostgresConnection {
  /// Waits until the server says something by itself.
  func waitForNews() async throws(DatabaseError) {
    guard raw != nil else { throw .lost("it is closed", mayHaveCommitted: false) }
    switch await readiness.wait(for: .read, isCancellable: true) {
    case .ready: if let error = readIdleInput() { throw error }
    case .cancelled: throw DatabaseError(.cancelled, "The task was cancelled while it listened.")
    case .expired: throw givenUp("the server did not answer in time")
    }
  }
}
