import Database
import Names
import SQL
import TenantryTestSupport
import Testing

@testable import PostgresDriver

/// Twelve faults of a network in six phases of a connection's life.
///
/// A pool stands beside it, and has to be whole again soon after the end of the fault. `TENANTRY_SOAK_FAULTS` is how often each of
/// them strikes (once), with other garbage and another bit each time.
@Suite(.needsServer) struct NetworkFaultTests {
  /// What goes wrong; some cannot be told apart by the client, and all must be lived through.
  enum NetworkFault: String, CaseIterable, Sendable {
    case reset, close, halfClose, blackHoleToServer, blackHoleToClient, dribble, stall, garbage, flippedBit, cutFrame
    case refused, mute

    /// False for what happens to connections that are being made.
    var isOfMessages: Bool { self != .refused && self != .mute }

    private func kind(_ round: Int) -> Fault.Kind? {
      switch self {
      case .reset, .cutFrame: .cut(.reset)
      case .close: .cut(.close)
      case .halfClose: .halfClose
      case .blackHoleToServer, .blackHoleToClient: .blackHole
      case .dribble: .dribble(every: .milliseconds(1))
      case .stall: .delay(.seconds(600))
      case .garbage: .garbage(seed: SoakSetting.seed() &+ UInt64(round))
      case .flippedBit: .flipBit(Int((SoakSetting.seed() &+ UInt64(round)) % 40))
      case .refused, .mute: nil
      }
    }

    func fault(at message: Int, round: Int) -> Fault? {
      kind(round).map {
        Fault(
          self == .blackHoleToServer ? .toServer : .toClient, message: message, $0,
          at: self == .cutFrame ? .inside(bytes: 3) : .before)
      }
    }
  }

  /// When it happens.
  enum Phase: String, CaseIterable, Sendable {
    case connect, authentication, idle, query, rows, commit
  }

  /// Ten times what a call is given: its limit, and the time for its cancellation.
  private static let patience = Duration.seconds(20)

  private static func configuration(_ proxy: FaultProxy) throws -> PostgresConfiguration {
    try TestServer.configuration {
      $0.location.host = "127.0.0.1"
      $0.location.port = proxy.port
      $0.location.sslMode = .disable
      $0.statementCacheCapacity = 0
      $0.connectTimeout = .seconds(1)
      $0.callLimit = .seconds(1)
      $0.cancelTimeout = .seconds(1)
    }
  }

  /// Does what belongs to a phase, with the fault in the middle of it.
  private func disturb(_ phase: Phase, _ fault: NetworkFault, _ proxy: FaultProxy, table: String, row: Int) async throws {
    let configuration = try Self.configuration(proxy)
    func strike(at message: Int = 1) async {
      switch fault {
      case .refused: await proxy.receive(.refuse)
      case .mute: await proxy.receive(.mute)
      default: proxy.arm([fault.fault(at: message, round: row)].compactMap { $0 })
      }
      // A connection that stands is not harmed by a server that takes no new ones: it is taken away as well.
      if !fault.isOfMessages { await proxy.sever() }
    }
    if phase == .connect { await strike() }
    if phase == .authentication { await strike(at: fault == .blackHoleToServer ? 1 : 3) }
    let connection = try await PostgresConnection.connect(configuration, logger: .silent)
    let insert = "INSERT INTO \(table) VALUES (\(row))"
    switch phase {
    case .connect, .authentication: try await connection.run(insert)
    case .idle:
      try await connection.run("SELECT 1")
      await strike()
      try await connection.run(insert)
    case .query:
      await strike(at: fault == .blackHoleToServer ? 2 : 4)
      try await connection.run(insert)
    case .rows:
      await strike(at: fault == .blackHoleToServer ? 1 : 12)
      try await connection.run("SELECT repeat('x', 5) FROM generate_series(1, 30)")
      try await connection.run(insert)
    case .commit:
      try await connection.run("BEGIN")
      try await connection.run(insert)
      await strike()
      try await connection.run("COMMIT")
    }
  }

  @Test(arguments: NetworkFault.allCases, Phase.allCases)
  func `every call ends within its limit, says what is true, and the pool serves again`(fault: NetworkFault, phase: Phase)
    async throws
  {
    let location = try #require(TestServer.location)
    try await TestServer.withConnection { (observer) async throws in
      let table = TestServer.uniqueName("faults")
      try await observer.run("CREATE TABLE \(table) (a int)")
      try await withFaultProxy(toHost: location.host, port: location.port) { (proxy) async throws in
        for round in 0..<SoakSetting.number("FAULTS", default: 1) {
          let pool = StandingPool(try Self.configuration(proxy))
          try await pool.useAll()
          let start = ContinuousClock.now
          var failure: DatabaseError?
          do { try await disturb(phase, fault, proxy, table: table, row: round) } catch {
            failure = try #require(error as? DatabaseError)
          }
          try await pool.askInTrouble()
          #expect(start.duration(to: .now) < Self.patience)
          await proxy.lift()
          try await pool.expectWholeAgain("\(fault) at \(phase)")
          await pool.shutDown()
          // What a lost session left running is over when the table can be locked.
          _ = try await observer.run(SQLMessage(["BEGIN", "LOCK TABLE \(table)", "COMMIT"]))
          let count = try await observer.value("SELECT count(*) FROM \(table) WHERE a = \(round)")
          switch failure?.outcome {
          case nil: #expect(failure == nil && count == .integer(1), "\(failure as Any)")
          case .outcomeUnknown: #expect(failure?.code == .outcomeUnknown)
          case .notSent, .rolledBack: #expect(count == .integer(0), "\(failure as Any)")
          }
        }
      }
      try await observer.run("DROP TABLE \(table)")
    }
  }
}
