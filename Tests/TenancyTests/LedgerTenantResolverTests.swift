import Database
import Names
import ORM
import SQL
import Tenancy
import Testing

/// From a tenant's name to its schema, through the ledger.
@Suite struct LedgerTenantResolverTests {
  @Test(arguments: TestEngine.available)
  func `an active tenant is found, a suspended one and an unknown one are refused`(_ kind: TestEngine) async throws {
    try await LedgerScope.with(kind) { scope in
      let resolver = try LedgerTenantResolver(databases: [scope.database])
      let record = try await scope.create(from: scope.target(Samples.two))
      let placement = try await resolver.placement(of: record.name)
      #expect(placement == TenantPlacement(tenant: record.name, database: scope.database.name, schema: record.schema))

      var wanted = try Samples.tenant()
      wanted.state = .suspended
      _ = try await scope.engine.update(record, to: wanted, Samples.stamp)
      let suspended = await #expect(throws: ORMError.self) { try await resolver.placement(of: record.name) }
      #expect(suspended?.code == .tenantUnavailable)
      let unknown = await #expect(throws: ORMError.self) { try await resolver.placement(of: TenantName("nobody")) }
      #expect(unknown?.code == .tenantUnavailable)
    }
  }
}
