import Database
import Floor
import Logging
import Names
import PostgresDriver

/// Sixteen tasks over eight connections, against eight threads with one each.
///
/// It is printed and has no goal.
enum Crowd {
  private static let width = 8

  static func measure(_ host: String, _ port: Int, _ location: PostgresLocation, rounds: Int) async throws {
    var sessions = (0..<width).map { _ in floor_open(host, String(port)) }
    let shelf = Shelf()
    for _ in 0..<width {
      let connection = try await PostgresConnection.connect(
        PostgresConfiguration(location: location), logger: Logger(label: "driver-bench") { _ in SwiftLogNoOpLogHandler() })
      await shelf.put(Box(connection))
    }
    _ = try await Comparison.measure("16 tasks", unit: "queries/s", amount: Tables.lookups, rounds: rounds) {
      floor_concurrent(&sessions, Int32(width), Int32(Tables.lookups), Int32(Tables.people)) > 0 ? 1 : -1
    } driver: {
      try await withThrowingTaskGroup(of: Void.self) { group in
        for _ in 0..<(2 * width) {
          group.addTask {
            for _ in 0..<10 {
              let box = await shelf.take()
              _ = try await Tables.lookUp(Tables.lookups / (2 * width) / 10, on: box.connection)
              await shelf.put(box)
            }
          }
        }
        try await group.waitForAll()
      }
      return 1
    }
    for session in sessions { floor_close(session) }
  }

  /// Carries a connection from task to task; the shelf hands it out to one at a time.
  private final class Box: @unchecked Sendable {
    let connection: PostgresConnection
    init(_ connection: PostgresConnection) { self.connection = connection }
  }

  private actor Shelf {
    private var boxes: [Box] = []
    private var waiters: [CheckedContinuation<Box, Never>] = []

    func take() async -> Box {
      if let box = boxes.popLast() { return box }
      return await withCheckedContinuation { waiters.append($0) }
    }

    func put(_ box: Box) {
      if waiters.isEmpty { boxes.append(box) } else { waiters.removeFirst().resume(returning: box) }
    }
  }
}
