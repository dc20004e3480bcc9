import Database
import Floor
import Foundation
import Logging
import Names
import PostgresDriver
import SQL

/// Measures the PostgreSQL driver against the same work in C, round by round.
///
/// The server is `TENANTRY_TEST_PGHOST` and `TENANTRY_TEST_PGPORT`; two tables, `driver_bench_person` and `driver_bench_wide`, are made
/// there and dropped afterwards.
@main
struct DriverBench {
  static func main() async throws { try await run() }

  /// Off the main actor: its thread would be woken for each answer, which the driver's users do not do.
  @concurrent
  private static func run() async throws {
    let environment = ProcessInfo.processInfo.environment
    guard let host = environment["TENANTRY_TEST_PGHOST"], let port = environment["TENANTRY_TEST_PGPORT"].flatMap({ Int($0) })
    else {
      print("Set TENANTRY_TEST_PGHOST and TENANTRY_TEST_PGPORT.")
      exit(64)
    }
    let rounds = environment["ROUNDS"].flatMap { Int($0) } ?? 9
    var location = PostgresLocation(host: host, port: port, database: "postgres", user: "postgres")
    location.sslMode = .disable
    let connection = try await PostgresConnection.connect(
      PostgresConfiguration(location: location), logger: Logger(label: "driver-bench") { _ in SwiftLogNoOpLogHandler() })
    try await Tables.create(on: connection)
    guard let floor = floor_open(host, String(port)) else {
      print("The floor cannot connect.")
      exit(69)
    }

    // Names of workloads may be given; without any it is all of them.
    let wanted = CommandLine.arguments.dropFirst()
    func isWanted(_ name: String) -> Bool { wanted.isEmpty || wanted.contains(name) }
    var isGood = true
    if isWanted("key") {
      isGood =
        try await Comparison.measure("by key", unit: "queries/s", amount: Tables.lookups, rounds: rounds) {
          floor_sequence(floor, Int32(Tables.lookups), Int32(Tables.people))
        } driver: {
          try await Tables.lookUp(on: connection)
        } && isGood
    }
    if isWanted("fetch") {
      isGood =
        try await Comparison.measure("fetch", unit: "rows/s", amount: Tables.rows, rounds: rounds) {
          floor_fetch(floor)
        } driver: {
          try await Tables.fetch(on: connection)
        } && isGood
    }
    floor_close(floor)
    if isWanted("pool") { try await Borrowers.measure(host, port, location, rounds: rounds) }
    if isWanted("tasks") { try await Crowd.measure(host, port, location, rounds: rounds) }
    try await Tables.drop(on: connection)
    await connection.close()
    exit(isGood ? 0 : 1)
  }
}
