import Database
import Migrations
import Names
import SQL
import Tenancy
import Testing

/// The chain of audit records, computed once more in Swift: both engines must have written the same hashes.
@Suite struct AuditChainTests {
  @Test(arguments: TestEngine.available)
  func `every record is bound to the one before it`(_ kind: TestEngine) async throws {
    try await withChain(kind) { scope, record in
      let trail = try await scope.ledger.auditTrail(of: record.name)
      #expect(trail.map(\.action) == ["create", "update", "migrate"])
      #expect(trail.map(\.sequence) == [1, 2, 3])
      #expect(Self.firstBroken(trail, of: record) == nil)
      #expect(trail.allSatisfy { $0.hash.count == 64 })
      let shared = try await scope.ledger.auditTrail(of: nil)
      #expect(shared.count == 1)
      #expect(Self.firstBroken(shared, id: 0, name: "") == nil)
    }
  }

  @Test(arguments: TestEngine.available, ["actor = 'somebody'", "detail = '{}'", "action = 'drop'", "hash = previous_hash"])
  func `a record that was tampered with is found`(_ kind: TestEngine, change: String) async throws {
    try await withChain(kind) { scope, record in
      try await scope.run("UPDATE \(scope.table("audit")) SET \(change) WHERE tenant_id = \(record.id) AND sequence = 2")
      #expect(Self.firstBroken(try await scope.ledger.auditTrail(of: record.name), of: record) == 2)
    }
  }

  @Test(arguments: TestEngine.available)
  func `a record that was taken out is missed`(_ kind: TestEngine) async throws {
    try await withChain(kind) { scope, record in
      try await scope.run("DELETE FROM \(scope.table("audit")) WHERE tenant_id = \(record.id) AND sequence = 2")
      #expect(Self.firstBroken(try await scope.ledger.auditTrail(of: record.name), of: record) == 3)
    }
  }

  private func withChain(_ kind: TestEngine, _ body: (LedgerScope, TenantRecord) async throws -> Void) async throws {
    try await LedgerScope.with(kind) { scope in
      let shared = TemplateSets(
        template: nil,
        sets: [try migrationSet(named: "shared", ["0001_plans.sql": "CREATE TABLE plans (n integer);"], for: kind.dialect)])
      _ = try await scope.engine.migrateShared(to: shared, Samples.stamp)
      let record = try await scope.create(from: scope.target(Samples.two))
      var wanted = try Samples.tenant()
      wanted.labels = [try LabelKey("note"): try LabelValue("ü \" \\ '")]
      try await scope.engine.update(record, to: wanted, ChangeStamp(run: "r'2\"", actor: "zoë\n@host", tool: "t"))
      _ = try await scope.engine.migrate(record, to: scope.target(), Samples.stamp)
      try await body(scope, record)
    }
  }

  private static func firstBroken(_ trail: [AuditRecord], of record: TenantRecord) -> Int64? {
    firstBroken(trail, id: record.id, name: record.name.text)
  }

  /// The number of the first record that does not follow from the one before it.
  private static func firstBroken(_ trail: [AuditRecord], id: Int64, name: String) -> Int64? {
    var previous = ""
    for record in trail {
      let hash = AuditRecord.hash(
        after: previous, tenantID: id, sequence: record.sequence, tenant: name, at: record.at, actor: record.actor,
        action: record.action, detail: record.detail)
      guard record.previousHash == previous, record.hash == hash else { return record.sequence }
      previous = record.hash
    }
    return nil
  }
}
