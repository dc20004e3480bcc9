import Database
import Names
import SQL
import Synchronization
import Testing

@testable import PostgresDriver

/// A pool that stood, with all of its connections made, when something went wrong with its server.
struct StandingPool {
  static let size = 4
  /// What is promised: the pool is whole again so soon after the server's return.
  static let promise = Duration.seconds(5)

  let database: PostgresDatabase

  init(_ configuration: PostgresConfiguration) {
    var configuration = configuration
    (configuration.connectTimeout, configuration.callLimit) = (.seconds(2), .seconds(2))
    database = PostgresDatabase(
      name: .main, configuration: configuration, pool: PoolConfiguration(maximumConnections: Self.size))
  }

  /// Uses all of the connections at the same time.
  func useAll() async throws {
    let arrivals = Counter()
    let everybody = Gate()
    try await withThrowingTaskGroup(of: Void.self) { group in
      for _ in 0..<Self.size {
        group.addTask {
          // Whoever fails must not leave the others waiting for it.
          defer { everybody.open() }
          try await database.withConnection(.shared) { lease in
            _ = try await lease.query("SELECT 1")
            if arrivals.next() == Self.size { everybody.open() }
            await everybody.pass()
          }
        }
      }
      try await group.waitForAll()
    }
  }

  /// Asks for more connections than there are while the server may be out of reach: everybody gets an answer.
  ///
  /// - Throws: What is no error of a database.
  func askInTrouble() async throws {
    try await withThrowingTaskGroup(of: Void.self) { group in
      for _ in 0..<(2 * Self.size) {
        group.addTask {
          do { try await database.withConnection(.shared) { _ = try await $0.query("SELECT 1") } } catch is DatabaseError {}
        }
      }
      try await group.waitForAll()
    }
  }

  /// Expects that every connection can be used within the time that is promised; to be called when the server is back.
  ///
  /// A connection whose end has not reached this machine yet looks whole when it is lent, and fails once: that is no more than
  /// one error for each of them, and none of it may be about the new server.
  func expectWholeAgain(_ what: String) async throws {
    let start = ContinuousClock.now
    var errors: [DatabaseError] = []
    while true {
      do {
        try await useAll()
        break
      } catch let error as DatabaseError {
        errors.append(error)
        if errors.count > Self.size || start.duration(to: .now) > Self.promise { throw error }
      }
    }
    let took = start.duration(to: .now)
    #expect(took < Self.promise, "\(what): whole again after \(took)")
    #expect(errors.allSatisfy { $0.code == .outcomeUnknown || $0.code == .connectionLost }, "\(what): \(errors)")
    #expect(database.numbers.open == Self.size, "\(what): \(database.numbers)")
    if !errors.isEmpty { print("\(what): whole again after \(took) and \(errors.map(\.message))") }
  }

  func shutDown() async { await database.shutdown() }
}

/// Holds everybody back until it is opened.
private final class Gate: Sendable {
  private let state = Mutex<(isOpen: Bool, waiters: [CheckedContinuation<Void, Never>])>((false, []))

  func open() {
    let waiters = state.withLock { state in
      defer { state = (true, []) }
      return state.waiters
    }
    for waiter in waiters { waiter.resume() }
  }

  func pass() async {
    await withCheckedContinuation { continuation in
      let isOpen = state.withLock { state in
        if !state.isOpen { state.waiters.append(continuation) }
        return state.isOpen
      }
      if isOpen { continuation.resume() }
    }
  }
}
