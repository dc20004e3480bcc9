public import Database
public import Names
public import ORM

/// Finds tenants for `withTenant` in the ledgers of the databases, which are the truth about them.
///
/// ```swift
/// let resolver = try LedgerTenantResolver(databases: [main, eu])
/// let registry = try Registry(database: .borrowed(main), extra: [eu.name: .borrowed(eu)], tenants: resolver, models: …)
/// ```
///
/// Each resolution asks the databases in their order until one knows the tenant; nothing is kept.
public struct LedgerTenantResolver: TenantResolver {
  private let ledgers: [any TenantLedger]

  /// Resolves over the ledgers of some databases.
  ///
  /// - Parameters:
  ///   - databases: The databases that tenants are placed on, the home first.
  ///   - settings: Where the schemas are that all tenants share.
  /// - Throws: ``TenancyError`` with ``TenancyError/Code/unsupported`` for a database that cannot have tenants.
  public init(databases: [any Database], settings: LedgerSettings = LedgerSettings()) throws(TenancyError) {
    var ledgers: [any TenantLedger] = []
    for database in databases {
      ledgers.append(try makeLedger(on: database, settings: settings, isHome: ledgers.isEmpty))
    }
    self.ledgers = ledgers
  }

  /// Where a tenant is.
  ///
  /// - Throws: `ORMError` with `tenantUnavailable` for a tenant that does not exist, is not active, or whose schema disagrees with its
  ///   ledger; ``TenancyError`` when a ledger cannot be read.
  public func placement(of tenant: TenantName) async throws -> TenantPlacement {
    for ledger in ledgers {
      guard let record = try await ledger.tenants(TenantFilter(names: [tenant])).first else { continue }
      if let reason = record.reasonAgainstUse { throw ORMError(.tenantUnavailable, "Tenant \(tenant) \(reason)") }
      return TenantPlacement(tenant: tenant, database: ledger.database.name, schema: record.schema)
    }
    throw ORMError(.tenantUnavailable, "Tenant \(tenant) does not exist.")
  }
}

extension TenantRecord {
  /// Why an application may not work in its schema, as the end of a sentence; nil when it may.
  fileprivate var reasonAgainstUse: String? {
    switch phase {
    case .creating: return "is still being created. Run create again if that was interrupted."
    case .suspended: return "is suspended. Resume it to use it."
    case .dropping, .dropped: return "was dropped."
    case .active: break
    }
    switch fault {
    case .schemaMissing: return "has no schema any more, or another one has its name. Run doctor."
    case .stampDiffers: return "has a schema that was changed or restored behind the ledger's back. Run doctor."
    case nil: return nil
    }
  }
}
