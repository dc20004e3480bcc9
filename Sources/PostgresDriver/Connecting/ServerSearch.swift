import Database
import Names

/// Which servers are tried for one connection, in which order, and how long each of them may take.
///
/// libpq could go through a list by itself, but not on when a server is silent: each one gets an equal share of what is left.
struct ServerSearch {
  /// A server, and what it must be.
  struct Attempt: Hashable {
    var endpoint: PostgresLocation.Endpoint
    var target: PostgresLocation.TargetSession
  }

  private let isPreference: Bool
  private let deadline: ContinuousClock.Instant
  private var pending: [Attempt]
  private var end: ContinuousClock.Instant
  private var failures: [DatabaseError] = []

  init(_ configuration: PostgresConfiguration, now: ContinuousClock.Instant) {
    let location = configuration.location
    isPreference = location.targetSession == .preferStandby && !location.otherEndpoints.isEmpty
    let target = isPreference ? .standby : location.targetSession
    pending = location.endpoints.map { Attempt(endpoint: $0, target: target) }
    deadline = now.advanced(by: configuration.effectiveConnectTimeout)
    end = deadline
  }

  /// The server that is tried next, and until when; nil when all were tried.
  mutating func next(now: ContinuousClock.Instant) -> (attempt: Attempt, end: ContinuousClock.Instant)? {
    guard !pending.isEmpty else { return nil }
    end = pending.count == 1 ? deadline : now.advanced(by: (deadline - now) / pending.count)
    return (pending.removeFirst(), end)
  }

  /// Learns why a server was not taken.
  ///
  /// - Throws: The error, when another server would not help: nobody goes on with a wrong password.
  mutating func note(
    _ failure: DatabaseError, of attempt: Attempt, now: ContinuousClock.Instant
  ) throws(DatabaseError) {
    let isStarting = failure.sqlState?.code == "57P03"
    guard failure.code == .connectionFailed, failure.sqlState == nil || isStarting else { throw failure }
    failures.append(failure)
    // One that is silent will not be there a moment later.
    if isPreference, attempt.target == .standby, now < end {
      pending.append(Attempt(endpoint: attempt.endpoint, target: .any))
    }
  }

  /// Why there is no connection, once all were tried.
  var error: DatabaseError {
    guard var error = failures.last else { return DatabaseError(.connectionFailed, "The location has no server.") }
    guard failures.count > 1 else { return error }
    var reasons: [String] = []
    for failure in failures where !reasons.contains(failure.message) { reasons.append(failure.message) }
    error.message = "None of the servers can be used. " + reasons.joined(separator: " ")
    return error
  }
}

extension PostgresConfiguration {
  /// How long connecting may take.
  var effectiveConnectTimeout: Duration { location.options.connectTimeout ?? connectTimeout }

  /// The same for one server of several.
  func narrowed(to endpoint: PostgresLocation.Endpoint) -> PostgresConfiguration {
    var configuration = self
    configuration.location.endpoints = [endpoint]
    configuration.location.targetSession = .any
    return configuration
  }
}
