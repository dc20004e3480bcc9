public import Database
public import Logging
import Names

extension PostgresConnection {
  /// Connects and logs in.
  ///
  /// Everything counts against ``PostgresConfiguration/connectTimeout``: the lookup of the name, all addresses that it has, TLS, the
  /// login. A cancelled task stops at once.
  ///
  /// - Throws: ``DatabaseError`` with ``DatabaseError/Code/connectionFailed``, ``DatabaseError/Code/cancelled`` or
  ///   ``DatabaseError/Code/invalidConfiguration``. The password is in none of them.
  public static func connect(
    _ configuration: PostgresConfiguration, logger: Logger
  ) async throws(DatabaseError) -> sending PostgresConnection {
    let failure = ConnectFailure(configuration)
    if Task.isCancelled { throw failure.cancelled }
    try ConnectSettings.check(configuration)
    let reactor = try Reactor.running()
    let readiness = Readiness(reactor)
    let addresses = try await resolve(configuration, on: reactor, failure)

    let expiry = readiness.beginExpiry()
    let left = addresses.deadline - ContinuousClock.now
    let deadline = reactor.schedule(after: max(.zero, left)) { readiness.expire(expiry) }
    defer {
      reactor.cancel(deadline)
      readiness.endExpiry()
    }
    let settings = try ConnectSettings.list(configuration, addresses: addresses.found)
    guard let raw = RawConnection.start(settings) else { throw failure.outOfMemory }
    try await step(raw, reactor, readiness, failure)
    raw.finishConnecting()
    try verify(raw, failure)
    guard let token = reactor.watch(raw.socket, for: readiness) else { throw failure.notWatched }
    return PostgresConnection(raw, configuration, reactor: reactor, readiness: readiness, token: token, logger: logger)
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

  /// The host's addresses, looked up on a thread of its own, and the moment when the connection must be there.
  private static func resolve(
    _ configuration: PostgresConfiguration, on reactor: Reactor, _ failure: ConnectFailure
  ) async throws(DatabaseError) -> (found: [String], deadline: ContinuousClock.Instant) {
    let limit = ContinuousClock.now.advanced(by: configuration.connectTimeout)
    let host = ConnectSettings.host(configuration.location)
    if host.hasPrefix("/") { return ([], limit) }
    if let literal = RawNameLookup.literal(host) { return ([literal], limit) }
    let outcome = OneShot<Lookup>()
    guard RawThread.start({ outcome.give(.answer(RawNameLookup.addresses(of: host))) }) else { throw failure.noThread }
    let deadline = reactor.schedule(after: configuration.connectTimeout) { outcome.give(.expired) }
    defer { reactor.cancel(deadline) }
    switch await outcome.value(ifCancelled: .cancelled) {
    case .answer(.addresses(let found)): return (found, limit)
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
