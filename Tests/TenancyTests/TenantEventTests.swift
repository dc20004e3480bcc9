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
  func `what a tenant goes through later is announced before and after it as well`(_ kind: TestEngine) async throws {
    try await LedgerScope.with(kind) { scope in
      let (log, events) = (Log(), scope.engine.events)
      @Sendable func isThere(_ name: String) async throws -> Bool { try await scope.record(name) != nil }
      events.subscribe(to: TenantWillBeRolledBack.self) {
        log.add("will take back \($0.migrations.map(\.migration.text)) of \($0.tenant) on \($0.database)")
      }
      events.subscribe(to: TenantWasRolledBack.self) {
        let position = try await scope.record($0.tenant.text)?.heads.values.first?.position ?? 0
        log.add("took back \($0.migrations.count): at \(position)")
      }
      events.subscribe(to: TenantWillBeUpdated.self) {
        log.add("will change \($0.tenant.name) from \($0.tenant.phase) to \($0.specification.state)")
      }
      events.subscribe(to: TenantWasUpdated.self) {
        let phase = try await scope.record($0.tenant.name.text)?.phase
        log.add(
          "changed \($0.tenant.name): \(phase == .active ? "active" : "suspended"), \($0.specification.labels.count) labels")
      }
      events.subscribe(to: TenantWillBeRenamed.self) {
        log.add("will rename \($0.tenant) to \($0.newName), \($0.schema): \(try await isThere("globex"))")
      }
      events.subscribe(to: TenantWasRenamed.self) {
        log.add("renamed \($0.tenant) to \($0.newName), \($0.schema): \(try await isThere("globex"))")
      }
      events.subscribe(to: TenantWillBePurged.self) {
        log.add("will purge \($0.tombstone.name): \(try await scope.ledger.tombstones(of: nil).count)")
      }
      events.subscribe(to: TenantWasPurged.self) {
        log.add("purged \($0.tombstone.name): \(try await scope.ledger.tombstones(of: nil).count)")
      }
      try await goThroughLife(scope)
      #expect(log.all == Self.life)
    }
  }

  private static let life = [
    "will take back [\"0002_counter\"] of acme on main", "took back 1: at 1", "will change acme from active to active",
    "changed acme: active, 0 labels", "will change acme from active to suspended", "changed acme: suspended, 0 labels",
    "will change acme from suspended to active", "changed acme: active, 0 labels",
    "will rename acme to globex, t_globex: false", "renamed acme to globex, t_globex: true", "will purge globex: 1",
    "purged globex: 0",
  ]

  private static let reversible: KeyValuePairs = [
    "0001_items.sql": "CREATE TABLE items (id integer PRIMARY KEY);",
    "0002_counter.sql": "CREATE TABLE counter (n integer);\n-- migrate:down\nDROP TABLE counter;",
  ]

  /// Takes back, changes, suspends, resumes, renames, drops and purges.
  private func goThroughLife(_ scope: LedgerScope) async throws {
    let target = try scope.target(Self.reversible)
    let record = try await scope.create(from: target)
    let script = try RollbackPlanner.rollback(from: record.heads, of: target, .steps(1))
    _ = try await scope.engine.rollBack(record, by: script, extensions: [], Samples.stamp)
    var wanted = try Samples.tenant()
    wanted.labels = [:]
    for state in [TenantState.active, .suspended, .active] {
      wanted.state = state
      try await scope.engine.update(try #require(try await scope.record()), to: wanted, Samples.stamp)
    }
    let updated = try #require(try await scope.record())
    try await scope.engine.rename(updated, to: TenantName("globex"), schema: SchemaName("t_globex"), Samples.stamp)
    try await scope.dropAndPurge(try #require(try await scope.record("globex")))
  }

  @Test(arguments: TestEngine.available)
  func `a handler stops what a tenant goes through later, too`(_ kind: TestEngine) async throws {
    try await LedgerScope.with(kind) { scope in
      let target = try scope.target(Self.reversible)
      let record = try await scope.create(from: target)
      let other = try await scope.create("other", from: target)
      try await scope.engine.drop(other, Samples.stamp)
      let events = scope.engine.events
      events.subscribe(to: TenantWillBeRolledBack.self) { _ in throw Stopped() }
      events.subscribe(to: TenantWillBeUpdated.self) { _ in throw Stopped() }
      events.subscribe(to: TenantWillBeRenamed.self) { _ in throw Stopped() }
      events.subscribe(to: TenantWillBePurged.self) { _ in throw Stopped() }
      let script = try RollbackPlanner.rollback(from: record.heads, of: target, .steps(1))
      let suspended = try {
        var wanted = try Samples.tenant()
        wanted.state = .suspended
        return wanted
      }()
      let rollback = await failure { _ = try await scope.engine.rollBack(record, by: script, extensions: [], Samples.stamp) }
      let update = await failure { try await scope.engine.update(record, to: suspended, Samples.stamp) }
      let rename = await failure {
        try await scope.engine.rename(record, to: TenantName("globex"), schema: SchemaName("t_globex"), Samples.stamp)
      }
      let tombstone = try #require(try await scope.ledger.tombstones(of: nil).first)
      let purge = await failure { try await scope.engine.purge(tombstone, Samples.stamp) }
      for error in [rollback, update, rename, purge] { #expect(error?.code == .vetoed) }
      #expect(try await scope.record() == record)
      #expect(try await scope.ledger.tombstones(of: nil) == [tombstone])
      #expect(try await scope.ledger.history(of: record.name).map(\.action) == ["create"])
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
