import Database
import Floor
import Logging
import Names
import PostgresDriver
import SQL

/// Row by key through a pool: a connection is borrowed for each row, as a service does for each request.
///
/// It is printed and has no goal.
enum Borrowers {
  private static let connections = 8

  static func measure(_ host: String, _ port: Int, _ location: PostgresLocation, rounds: Int) async throws {
    let database = PostgresDatabase(
      name: try DatabaseName("main"), configuration: PostgresConfiguration(location: location),
      pool: PoolConfiguration(maximumConnections: connections),
      logger: Logger(label: "driver-bench") { _ in SwiftLogNoOpLogHandler() })
    var sessions = (0..<connections).map { _ in floor_open(host, String(port)) }
    _ = try await Comparison.measure("borrowed by 1 task", unit: "queries/s", amount: Tables.lookups, rounds: rounds) {
      floor_sequence(sessions[0], Int32(Tables.lookups), Int32(Tables.people))
    } driver: {
      try await lookUp(0..<Tables.lookups, in: database)
    }
    for tasks in [connections, 2 * connections] {
      let name = "borrowed by \(tasks) tasks"
      _ = try await Comparison.measure(name, unit: "queries/s", amount: Tables.lookups, rounds: rounds) {
        floor_concurrent(&sessions, Int32(connections), Int32(Tables.lookups), Int32(Tables.people))
      } driver: {
        try await lookUp(tasks: tasks, in: database)
      }
    }
    for session in sessions { floor_close(session) }
    await database.shutdown()
  }

  private static func lookUp(tasks: Int, in database: PostgresDatabase) async throws -> Int64 {
    // Every thread of the floor begins with the first row: so do as many tasks, and the others take up where those end.
    let share = Tables.lookups / connections
    let part = share * connections / tasks
    return try await withThrowingTaskGroup(of: Int64.self) { group in
      for task in 0..<tasks {
        let start = part * (task % (tasks / connections))
        group.addTask { try await lookUp(start..<start + part, in: database) }
      }
      return try await group.reduce(0, +)
    }
  }

  private static func lookUp(_ rounds: Range<Int>, in database: PostgresDatabase) async throws -> Int64 {
    var sum: Int64 = 0
    for round in rounds {
      sum += try await database.withConnection(.shared) { connection in
        try Tables.sum(of: await connection.query(Tables.lookUp(round)))
      }
    }
    return sum
  }
}
