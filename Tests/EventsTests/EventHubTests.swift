import Events
import Synchronization
import Testing

@Suite struct EventHubTests {
  struct Opened: Event { var number: Int }
  struct Closed: Event {}
  struct Refused: Error {}

  final class Journal: Sendable {
    private let lines = Mutex<[String]>([])
    func write(_ line: String) { lines.withLock { $0.append(line) } }
    var all: [String] { lines.withLock { $0 } }
  }

  @Test func `handlers are called in the order of their subscriptions, for their type only`() async throws {
    let (hub, journal) = (EventHub(), Journal())
    hub.subscribe(to: Opened.self) { journal.write("first \($0.number)") }
    hub.subscribe(to: Closed.self) { _ in journal.write("closed") }
    hub.subscribe(to: Opened.self) { journal.write("second \($0.number)") }
    try await hub.emit(Opened(number: 7))
    #expect(journal.all == ["first 7", "second 7"])
  }

  @Test func `a handler that throws stops the announcement and is heard`() async {
    let (hub, journal) = (EventHub(), Journal())
    hub.subscribe(to: Closed.self) { _ in throw Refused() }
    hub.subscribe(to: Closed.self) { _ in journal.write("too late") }
    await #expect(throws: Refused.self) { try await hub.emit(Closed()) }
    #expect(journal.all.isEmpty)
  }

  @Test func `a cancelled subscription hears nothing`() async throws {
    let (hub, journal) = (EventHub(), Journal())
    let subscription = hub.subscribe(to: Closed.self) { _ in journal.write("heard") }
    hub.cancel(subscription)
    try await hub.emit(Closed())
    #expect(journal.all.isEmpty)
  }

  @Test func `many tasks may subscribe, announce and cancel at once`() async throws {
    let (hub, journal) = (EventHub(), Journal())
    hub.subscribe(to: Opened.self) { journal.write("\($0.number)") }
    await withTaskGroup { group in
      for number in 0..<200 {
        group.addTask {
          let subscription = hub.subscribe(to: Closed.self) { _ in }
          try? await hub.emit(Opened(number: number))
          hub.cancel(subscription)
        }
      }
    }
    #expect(Set(journal.all) == Set((0..<200).map(String.init)))
  }
}
