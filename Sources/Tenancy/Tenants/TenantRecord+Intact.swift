import Names

extension TenantRecord {
  /// Refuses a tenant whose schema is not what the ledger says: nothing may be done to it before somebody looked.
  package func checkIntact() throws(TenancyError) {
    if let successor { throw TenancyError.isHalfRenamed(name, to: successor.text) }
    switch (phase, fault) {
    case (.creating, _):
      throw TenancyError(
        .schemaMissing, "Tenant \(name) is half made: its creation was interrupted.",
        hint: "Run \"tenantctl create \(name)\" to finish it.")
    case (.dropping, _):
      throw TenancyError(
        .schemaMissing, "Tenant \(name) is being dropped.", hint: "Run \"tenantctl drop \(name)\" to finish it.")
    case (_, .schemaMissing?):
      throw TenancyError(
        .schemaMissing, "Schema \(schema) of tenant \(name) is gone, or another one has its name.",
        hint: "Restore it, or take the tenant out with \"tenantctl drop \(name)\".")
    case (_, .stampDiffers?):
      throw TenancyError(
        .stampDiffers, "Schema \(schema) of tenant \(name) carries another stamp than the ledger expects.",
        hint: "It was restored or replaced behind the ledger's back: compare it with \"tenantctl show \(name)\".")
    default: return
    }
  }
}
