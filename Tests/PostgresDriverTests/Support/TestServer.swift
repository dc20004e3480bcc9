import Foundation
import Logging
import Names
import Testing

@testable import PostgresDriver

/// The server that tests run against: `TENANTRY_TEST_PGHOST` and `TENANTRY_TEST_PGPORT`, user and database `postgres`.
enum TestServer {
  static let location: PostgresLocation? = {
    let environment = ProcessInfo.processInfo.environment
    guard let host = environment["TENANTRY_TEST_PGHOST"], let port = environment["TENANTRY_TEST_PGPORT"].flatMap({ Int($0) })
    else {
      return nil
    }
    return PostgresLocation(host: host, port: port, database: "postgres", user: "postgres")
  }()

  /// Tests run side by side and wait for each other here: a server has few connections.
  private static let slots = Slots(count: 12)

  static func configuration(_ change: (inout PostgresConfiguration) -> Void = { _ in }) throws -> PostgresConfiguration {
    var configuration = PostgresConfiguration(location: try #require(location))
    // Tests share the machine with whatever runs beside them; the deadline has tests of its own.
    configuration.connectTimeout = .seconds(120)
    change(&configuration)
    return configuration
  }

  /// Lends a connection of its own to a test.
  @discardableResult
  static func withConnection<Value>(
    _ change: (inout PostgresConfiguration) -> Void = { _ in }, logger: Logger = .silent,
    _ body: (PostgresConnection) async throws -> Value
  ) async throws -> Value {
    let configuration = try configuration(change)
    await slots.take()
    do {
      let connection = try await PostgresConnection.connect(configuration, logger: logger)
      let value = try await body(connection)
      await connection.close()
      await slots.giveBack()
      return value
    } catch {
      await slots.giveBack()
      throw error
    }
  }

  /// Lends a connection to a test that has one already, and that must not wait for itself.
  static func withObserver(_ body: (PostgresConnection) async throws -> Void) async throws {
    let connection = try await PostgresConnection.connect(try configuration(), logger: .silent)
    try await body(connection)
    await connection.close()
  }

  private static let names = Counter()

  /// A name that no other test and no other run has.
  static func uniqueName(_ stem: String) -> String {
    "\(stem)_\(ProcessInfo.processInfo.processIdentifier)_\(names.next())_\(UInt32.random(in: 0 ... .max))"
  }
}

extension Trait where Self == ConditionTrait {
  /// Skips, with the reason, where there is no server.
  static var needsServer: Self {
    .enabled("Set TENANTRY_TEST_PGHOST and TENANTRY_TEST_PGPORT to a server that tests may write to.") {
      TestServer.location != nil
    }
  }
}

extension Logger {
  static var silent: Logger { Logger(label: "test") { _ in SwiftLogNoOpLogHandler() } }
}

/// A count of things that can be had at the same time.
private actor Slots {
  private var free: Int
  private var waiters: [CheckedContinuation<Void, Never>] = []

  init(count: Int) { free = count }

  func take() async {
    if free > 0 { free -= 1 } else { await withCheckedContinuation { waiters.append($0) } }
  }

  func giveBack() {
    if waiters.isEmpty { free += 1 } else { waiters.removeFirst().resume() }
  }
}
