public import Database
public import Logging
import Names

extension PostgresConnection {
  /// Connects and logs in, to the first server of the location that is as its ``PostgresLocation/targetSession`` asks.
  ///
  /// Everything counts against ``PostgresConfiguration/connectTimeout``: the lookup of the names, all addresses that they have, TLS,
  /// the login. Each server gets an equal share of what is left. As with libpq, a server that is there and refuses the login ends the
  /// search. A cancelled task stops at once.
  ///
  /// - Throws: ``DatabaseError`` with ``DatabaseError/Code/connectionFailed``, ``DatabaseError/Code/cancelled`` or
  ///   ``DatabaseError/Code/invalidConfiguration``. The password is in none of them.
  public static func connect(
    _ configuration: PostgresConfiguration, logger: Logger
  ) async throws(DatabaseError) -> sending PostgresConnection {
    let connection = try await connect(configuration, sharing: ConnectionSharing(), logger: logger)
    connection.ownsSharing = true
    return connection
  }

  /// Connects as one of several that share something.
  ///
  /// - Parameters:
  ///   - address: The server's address, when the name is not to be looked up.
  ///   - sharing: Nil for a connection that is closed when a statement of it is to be cancelled.
  static func connect(
    _ configuration: PostgresConfiguration, address: String? = nil, sharing: ConnectionSharing?, logger: Logger
  ) async throws(DatabaseError) -> sending PostgresConnection {
    try ConnectSettings.check(configuration)
    let reactor = try Reactor.running()
    var search = ServerSearch(configuration, now: .now)
    while let (attempt, end) = search.next(now: .now) {
      do throws(DatabaseError) {
        return try await connect(configuration, attempt, until: end, on: reactor, address, sharing, logger)
      } catch { try search.note(error, of: attempt, now: .now) }
    }
    throw search.error
  }

  private static func connect(
    _ configuration: PostgresConfiguration, _ attempt: ServerSearch.Attempt, until end: ContinuousClock.Instant,
    on reactor: Reactor, _ address: String?, _ sharing: ConnectionSharing?, _ logger: Logger
  ) async throws(DatabaseError) -> sending PostgresConnection {
    let failure = ConnectFailure(configuration, at: attempt.endpoint)
    if Task.isCancelled { throw failure.cancelled }
    let readiness = Readiness(reactor)
    var addresses: [String] = []
    if let address {
      addresses = [address]
    } else {
      addresses = try await resolve(attempt.endpoint, until: end, on: reactor, failure)
    }

    let expiry = readiness.beginExpiry()
    let deadline = reactor.schedule(after: max(.zero, end - .now)) { readiness.expire(expiry) }
    defer {
      reactor.cancel(deadline)
      readiness.endExpiry()
    }
    let settings = try ConnectSettings.list(configuration, attempt, addresses: addresses)
    guard let raw = RawConnection.start(settings) else { throw failure.outOfMemory }
    try await step(raw, reactor, readiness, failure)
    raw.finishConnecting()
    try verify(raw, failure)
    guard let token = reactor.watch(raw.socket, for: readiness) else { throw failure.notWatched }
    let isPooled: Bool
    do throws(DatabaseError) {
      isPooled = try await findPooler(configuration.pooler, at: attempt.endpoint, raw, readiness, sharing, failure)
    } catch {
      reactor.forget(token)
      throw error
    }
    let connection = PostgresConnection(
      raw, configuration.narrowed(to: attempt.endpoint), reactor: reactor, readiness: readiness, token: token, logger: logger)
    connection.sharing = sharing
    if isPooled { connection.workBehindPooler() }
    return connection
  }

  /// Takes the connect from step to step.
  ///
  /// The socket may be another one after each of them, with the same number even, so that it is registered anew before each wait.
  private static func step(
    _ raw: RawConnection, _ reactor: Reactor, _ readiness: Readiness, _ failure: ConnectFailure
  ) async throws(DatabaseError) {
    // libpq wants the socket to be writable before it is asked for the first time.
    var next = RawConnection.ConnectStep.write
    while true {
      switch next {
      case .done: return
      case .failed: throw failure.refused(raw.errorMessage)
      case .read, .write:
        guard let token = reactor.watch(raw.socket, for: readiness) else {
          throw raw.socket < 0 ? failure.refused(raw.errorMessage) : failure.notWatched
        }
        let wake = await readiness.wait(for: next == .write ? .write : .read, isCancellable: true)
        reactor.forget(token)
        switch wake {
        case .ready: next = raw.connectStep()
        case .cancelled: throw failure.cancelled
        case .expired: throw failure.expired
        }
      }
    }
  }

  /// Checks what the rest of the driver relies on; the server has told it while logging in.
  private static func verify(_ raw: RawConnection, _ failure: ConnectFailure) throws(DatabaseError) {
    guard raw.serverVersion >= 150_000 else {
      throw DatabaseError(
        .unsupported,
        "\(failure.place) runs PostgreSQL \(raw.parameter("server_version") ?? "of an unknown version"). 15 or later is needed.")
    }
    for (name, wanted) in [("standard_conforming_strings", "on"), ("client_encoding", "UTF8")] {
      let found = raw.parameter(name) ?? "not reported"
      guard found == wanted else {
        throw DatabaseError(
          .invalidConfiguration,
          "\(failure.place) has \(name) = \(found), which must be \(wanted). Set it for the database or the role.")
      }
    }
  }

  /// A server's addresses, looked up on a thread of its own.
  private static func resolve(
    _ endpoint: PostgresLocation.Endpoint, until end: ContinuousClock.Instant, on reactor: Reactor, _ failure: ConnectFailure
  ) async throws(DatabaseError) -> [String] {
    let host = ConnectSettings.host(endpoint)
    if host.hasPrefix("/") { return [] }
    if let literal = RawNameLookup.literal(host) { return [literal] }
    let outcome = OneShot<Lookup>()
    guard RawThread.start({ outcome.give(.answer(RawNameLookup.addresses(of: host))) }) else { throw failure.noThread }
    let deadline = reactor.schedule(after: max(.zero, end - .now)) { outcome.give(.expired) }
    defer { reactor.cancel(deadline) }
    switch await outcome.value(ifCancelled: .cancelled) {
    case .answer(.addresses(let found)): return found
    case .answer(.failure(let reason)): throw failure.notFound(reason)
    case .expired: throw failure.expired
    case .cancelled: throw failure.cancelled
    }
  }

  private enum Lookup: Sendable {
    case answer(RawNameLookup.Answer)
    case expired
    case cancelled
  }
}
