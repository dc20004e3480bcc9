import Database
import Logging
import Names
import PostgresDriver
import SQL

/// The workloads through the driver.
struct DriverSide: Sendable {
  private static let connections = 8

  let configuration: PostgresConfiguration

  func prepare() async throws {
    let connection = try await connect()
    try await Tables.create(on: connection)
    await connection.close()
  }

  func run(_ workload: Workload) async throws {
    switch workload {
    case .key: try await onConnection(workload) { try await Tables.lookUp(on: $0) }
    case .fetch: try await onConnection(workload) { try await Tables.fetch(on: $0) }
    case .stream: try await onConnection(workload) { try await Tables.stream(on: $0) }
    case .pipe: try await onConnection(workload) { try await Tables.pipe(on: $0) }
    case .pool: try await onPool(workload) { try await Self.lookUp(0..<Tables.lookups, in: $0) }
    case .tasks8: try await onPool(workload) { try await Self.lookUp(tasks: 8, in: $0) }
    case .tasks16: try await onPool(workload) { try await Self.lookUp(tasks: 16, in: $0) }
    }
  }

  private func connect() async throws -> sending PostgresConnection {
    try await PostgresConnection.connect(configuration, logger: Self.logger)
  }

  private func onConnection(_ workload: Workload, _ work: (PostgresConnection) async throws -> Int64) async throws {
    let connection = try await connect()
    try await measure(workload) { try await work(connection) }
    await connection.close()
  }

  private func onPool(_ workload: Workload, _ work: (PostgresDatabase) async throws -> Int64) async throws {
    let database = PostgresDatabase(
      name: try DatabaseName("main"), configuration: configuration,
      pool: PoolConfiguration(maximumConnections: Self.connections), logger: Self.logger)
    try await measure(workload) { try await work(database) }
    await database.shutdown()
  }

  // A connection is borrowed for each row, as a service does for each request.
  private static func lookUp(_ rounds: Range<Int>, in database: PostgresDatabase) async throws -> Int64 {
    var sum: Int64 = 0
    for round in rounds {
      sum += try await database.withConnection(.shared) { connection in
        try Tables.sum(of: await connection.query(Tables.lookUp(round)))
      }
    }
    return sum
  }

  private static func lookUp(tasks: Int, in database: PostgresDatabase) async throws -> Int64 {
    // Every thread of the floor begins with the first row: so do as many tasks, and the others take up where those end.
    let part = Tables.lookups / tasks
    return try await withThrowingTaskGroup(of: Int64.self) { group in
      for task in 0..<tasks {
        let start = part * (task % (tasks / connections))
        group.addTask { try await lookUp(start..<start + part, in: database) }
      }
      return try await group.reduce(0, +)
    }
  }

  private static let logger = Logger(label: "driver-bench") { _ in SwiftLogNoOpLogHandler() }
}
