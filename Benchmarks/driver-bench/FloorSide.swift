import Floor

/// The workloads in C over libpq.
///
/// Blocking calls, a thread for each connection.
struct FloorSide {
  private static let threads = 8

  let host: String
  let port: String

  func run(_ workload: Workload) async throws {
    var sessions: [OpaquePointer?] = []
    for _ in 0..<Self.threads {
      guard let session = floor_open(host, port) else { throw Failure(description: "The floor cannot connect.") }
      sessions.append(session)
    }
    let (lookups, people) = (Int32(Tables.lookups), Int32(Tables.people))
    try await measure(workload) {
      switch workload {
      case .key, .pool: floor_sequence(sessions[0], lookups, people)
      case .pipe: floor_pipe(sessions[0], lookups, people, Int32(Tables.batch))
      case .fetch, .stream: floor_fetch(sessions[0])
      case .tasks8, .tasks16: floor_concurrent(&sessions, Int32(Self.threads), lookups, people)
      }
    }
    for session in sessions { floor_close(session) }
  }
}
