import Database
import Names
import SQL

extension SQLiteLedger {
  package func repair(_ repair: LedgerRepair, _ stamp: ChangeStamp) async throws(TenancyError) -> Bool {
    switch repair {
    case .mirror(let tenant): try await mirrorAgain(tenant)
    case .takeAway(let tenant): return try await takeAway(tenant, stamp)
    case .enlist(let entry):
      try await transact(.shared) { lease in
        try await lease.query("DELETE FROM tenantry_directory WHERE name = \(entry.name.text)")
        try await Self.enlist(entry, lease)
      }
    case .delist(let name): return try await delistIfOld(name)
    // A file has no comment and no number: it cannot be told from what the stamp in it says.
    case .writeStamp, .adoptSchema: return false
    }
    return true
  }

  private func mirrorAgain(_ tenant: TenantRecord) async throws(TenancyError) {
    let state = try await perform(.tenant(tenant.schema)) { lease in try await TenantFileState(lease) }
    try await transact(.shared) { lease in
      try await Self.mirror(state, of: tenant.id, name: tenant.name, overwriting: true, lease)
    }
  }

  /// Only when nobody makes it at this moment: the lock of a creation goes with its process.
  private func takeAway(_ tenant: TenantRecord, _ stamp: ChangeStamp) async throws(TenancyError) -> Bool {
    do {
      return try await files.withCreationLock(of: tenant.schema, patience: settings.lockTimeout) {
        guard let found = try await tenants(TenantFilter(names: [tenant.name])).first, found.id == tenant.id,
          found.phase == .creating || found.phase == .dropping
        else { return false }
        try await drop(found, stamp)
        return true
      }
    } catch { throw TenancyError(work: error, Self.translated) }
  }

  /// A reservation that is younger than a minute may be of a creation that is going on.
  private func delistIfOld(_ name: TenantName) async throws(TenancyError) -> Bool {
    let limit = Timestamp(microsecondsSinceEpoch: Self.now.microsecondsSinceEpoch - 60_000_000)
    return try await transact(.shared) { lease in
      let deleted = try await lease.query(
        "DELETE FROM tenantry_directory WHERE name = \(name.text) AND (phase <> 'creating' OR updated_at < \(limit))")
      return deleted.affectedRows > 0
    }
  }
}
