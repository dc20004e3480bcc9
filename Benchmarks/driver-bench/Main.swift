import Floor
import Foundation
import Logging
import Names
import PostgresDriver

/// One side of a comparison of the PostgreSQL driver with the same work in C: `driver-bench floor key`, `driver-bench driver key`.
///
/// Each side has a process of its own: in one process the smaller side would find the memory of the larger one ready for use. The
/// first line is the sum of what was read in a round; each further line is a round: nanoseconds by the clock and of the
/// processors, for each operation. The server is `PGHOST` and `PGPORT`; `driver-bench prepare` makes the tables there.
@main
struct DriverBench {
  static func main() async throws { try await run() }

  /// Off the main actor: its thread would be woken for each answer, which the driver's users do not do.
  @concurrent
  private static func run() async throws {
    floor_keep_memory()
    let environment = ProcessInfo.processInfo.environment
    let arguments = CommandLine.arguments.dropFirst()
    guard let host = environment["PGHOST"], let port = environment["PGPORT"].flatMap({ Int($0) }) else {
      throw Failure(description: "Set PGHOST and PGPORT.")
    }
    var location = PostgresLocation(host: host, port: port, database: "postgres", user: "postgres")
    location.sslMode = .disable
    let driver = DriverSide(configuration: PostgresConfiguration(location: location))
    if arguments.first == "prepare" { return try await driver.prepare() }
    guard arguments.count == 2, let workload = arguments.last.flatMap(Workload.init) else {
      let names = Workload.allCases.map(\.rawValue).joined(separator: "|")
      throw Failure(description: "usage: driver-bench prepare, driver-bench floor|driver \(names)")
    }
    switch arguments.first {
    case "floor": try await FloorSide(host: host, port: String(port)).run(workload)
    case "driver": try await driver.run(workload)
    default: throw Failure(description: "There are two sides: floor and driver.")
    }
  }
}

/// Repeats a piece of work and prints what it took.
///
/// The first time warms caches, prepares statements and fetches memory.
func measure(_ workload: Workload, _ work: () async throws -> Int64) async throws {
  print(try await work())
  for _ in 0..<3 {
    let start = Sample.now()
    _ = try await work()
    let sample = Sample.now() - start
    print(Int(sample.wall) / workload.amount, Int(sample.cpu) / workload.amount)
  }
}

/// Why nothing could be measured.
struct Failure: Error, CustomStringConvertible {
  let description: String
}
