import Database
import Events
import Migrations
import Names
import SQL
import Synchronization
import Tenancy
import Testing

/// What the engine announces, and how a handler stops it.
@Suite struct TenantEventTests {
  private struct Stopped: Error {}

  /// Collects words from handlers.
  private final class Log: Sendable {
    private let entries = Mutex<[String]>([])
    func add(_ entry: String) { entries.withLock { $0.append(entry) } }
    var all: [String] { entries.withLock { $0 } }
  }

  @Test(arguments: TestEngine.available)
  func `every change is announced before and after it`(_ kind: TestEngine) async throws {
    try await LedgerScope.with(kind) { scope in
      let (log, events) = (Log(), scope.engine.events)
      events.subscribe(to: TenantWillBeCreated.self) { log.add("will create \($0.tenant.name) on \($0.database)") }
      events.subscribe(to: TenantWasCreated.self) {
        let exists = try await scope.record($0.tenant.name.text) != nil
        log.add("created \($0.tenant.name): \(exists)")
      }
      events.subscribe(to: TenantWillBeMigrated.self) { log.add("will migrate \($0.tenant) by \($0.migrations.count)") }
      events.subscribe(to: TenantWasMigrated.self) { log.add("migrated \($0.tenant) by \($0.migrations.count)") }
      events.subscribe(to: TenantWillBeDropped.self) { log.add("will drop \($0.tenant)") }
      events.subscribe(to: TenantWasDropped.self) { log.add("dropped \($0.tenant)") }
      let record = try await scope.create(from: scope.target(Samples.two))
      _ = try await scope.engine.migrate(record, to: scope.target(Samples.two), Samples.stamp)
      _ = try await scope.engine.migrate(record, to: scope.target(), Samples.stamp)
      try await scope.engine.drop(record, Samples.stamp)
      #expect(
        log.all == [
          "will create acme on main", "created acme: true", "will migrate acme by 1", "migrated acme by 1", "will drop acme",
          "dropped acme",
        ])
    }
  }

  @Test(arguments: TestEngine.available)
  func `a handler that throws stops it before anything is done`(_ kind: TestEngine) async throws {
    try await LedgerScope.with(kind) { scope in
      let events = scope.engine.events
      let creation = events.subscribe(to: TenantWillBeCreated.self) { _ in throw Stopped() }
      let target = try scope.target(Samples.two)
      let error = await failure { try await scope.create(from: target) }
      #expect(error?.code == .vetoed)
      #expect(try await scope.record() == nil)
      #expect(try await !scope.hasSchema("t_acme"))
      events.cancel(creation)
      let record = try await scope.create(from: target)
      events.subscribe(to: TenantWillBeMigrated.self) { _ in throw Stopped() }
      events.subscribe(to: TenantWillBeDropped.self) { _ in throw Stopped() }
      let whole = try scope.target()
      let secondError = await failure { _ = try await scope.engine.migrate(record, to: whole, Samples.stamp) }
      #expect(secondError?.code == .vetoed)
      let thirdError = await failure { try await scope.dropAndPurge(record) }
      #expect(thirdError?.code == .vetoed)
      #expect(try await scope.record() == record)
    }
  }

  @Test(arguments: TestEngine.available)
  func `an error after the fact undoes nothing`(_ kind: TestEngine) async throws {
    try await LedgerScope.with(kind) { scope in
      scope.engine.events.subscribe(to: TenantWasCreated.self) { _ in throw Stopped() }
      try await scope.create(from: scope.target())
      #expect(try await scope.record()?.phase == .active)
    }
  }
}
