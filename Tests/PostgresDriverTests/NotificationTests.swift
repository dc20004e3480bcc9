import Database
import Names
import SQL
import TenantryTestSupport
import Testing

@testable import PostgresDriver

@Suite(.needsServer) struct NotificationTests {
  private func database(_ change: (inout PostgresConfiguration) -> Void = { _ in }) throws -> PostgresDatabase {
    PostgresDatabase(name: .main, configuration: try TestServer.configuration(change), logger: .silent)
  }

  @Test func `what is said on a channel is heard, in order`() async throws {
    let channel = try Identifier(TestServer.uniqueName("News"))
    let heard = try await database().withNotifications(on: [channel]) { (notifications) async throws -> [String] in
      try await TestServer.withObserver { (speaker) async throws in
        for word in ["one", "two", ""] { try await speaker.run("SELECT pg_notify($1, $2)", .text(channel.text), .text(word)) }
      }
      var heard: [String] = []
      for try await notification in notifications {
        #expect(notification.channel == channel.text)
        heard.append(notification.payload)
        if heard.count == 3 { break }
      }
      return heard
    }
    #expect(heard == ["one", "two", ""])
  }

  @Test func `a lost connection ends it with an error`() async throws {
    let channel = try Identifier(TestServer.uniqueName("lost"))
    let marker = TestServer.uniqueName("listener")
    let error = await #expect(throws: DatabaseError.self) {
      try await database { $0.applicationName = marker }.withNotifications(on: [channel]) { (notifications) async throws in
        try await TestServer.withObserver { (other) async throws in
          try await other.run(
            "SELECT pg_terminate_backend(pid, 10000) FROM pg_stat_activity WHERE application_name = $1", .text(marker))
        }
        for try await _ in notifications { Issue.record("Nobody said anything.") }
      }
    }
    #expect(error?.code == .connectionLost)
  }

  @Test func `cancelling the task ends it, and a pooler is refused`() async throws {
    let channel = try Identifier(TestServer.uniqueName("cancelled"))
    let database = try database()
    let gate = OneShot<Bool>()
    let task = Task {
      try await database.withNotifications(on: [channel]) { (notifications) async throws in
        gate.give(true)
        for try await _ in notifications {}
      }
    }
    _ = await gate.value()
    task.cancel()
    #expect(await #expect(throws: DatabaseError.self) { try await task.value }?.code == .cancelled)
    let pooled = try self.database { $0.pooler = .transaction }
    let error = await #expect(throws: DatabaseError.self) { try await pooled.withNotifications(on: [channel]) { _ in } }
    #expect(error?.code == .unsupported)
  }
}
