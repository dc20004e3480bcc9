import Names
import Tenancy

extension Workspace {
  /// Compares the home's directory with the ledgers that could be read.
  func examineDirectory(
    _ tenants: [DatabaseName: [TenantRecord]], into report: inout DoctorReport
  ) async throws(OperationError) {
    let entries: [DirectoryEntry]
    do { entries = try await engine(home).ledger.directory() } catch { throw OperationError(any: error) }
    var listed = Dictionary(entries.map { ($0.name, $0) }, uniquingKeysWith: { first, _ in first })
    var seen: [TenantName: DatabaseName] = [:]
    for (database, records) in tenants.sorted(by: { $0.key < $1.key }) {
      for record in records {
        let entry = listed.removeValue(forKey: record.name)
        if let other = seen.updateValue(database, forKey: record.name) {
          add(Self.twice(record.name, other, database), to: &report)
        } else if let finding = Self.finding(record, on: database, entry) {
          add(finding, to: &report)
        }
      }
    }
    for entry in listed.values.sorted(by: { $0.name < $1.name }) {
      // On a database that could not be read, nobody knows.
      if let finding = finding(extra: entry, isRead: tenants[entry.database] != nil) { add(finding, to: &report) }
    }
  }

  private func add(_ finding: LedgerFinding, to report: inout DoctorReport) {
    report.findings.append(DoctorReport.Finding(database: home, finding: finding))
  }

  private static func finding(
    _ record: TenantRecord, on database: DatabaseName, _ entry: DirectoryEntry?
  ) -> LedgerFinding? {
    // What is half made is told of as such, and enters the directory when it is finished.
    guard record.phase != .creating, record.phase != .dropping else { return nil }
    let wanted = DirectoryEntry(
      name: record.name, schema: record.schema, database: database, phase: record.phase, domains: record.domains.sorted())
    guard var entry else {
      return LedgerFinding(
        .problem, code: "directory-missing", subject: "tenant \(record.name)",
        "Tenant \(record.name) is on database \(database), and the directory does not know it: applications cannot find it.",
        remedy: "Run \"tenantctl doctor --repair\".", repair: .enlist(wanted))
    }
    entry.domains.sort()
    guard entry != wanted else { return nil }
    return LedgerFinding(
      .problem, code: "directory-stale", subject: "tenant \(record.name)",
      "The directory says something else of tenant \(record.name) than the ledger of database \(database).",
      remedy: "Run \"tenantctl doctor --repair\": the ledger holds.", repair: .enlist(wanted))
  }

  private static func twice(_ name: TenantName, _ first: DatabaseName, _ second: DatabaseName) -> LedgerFinding {
    LedgerFinding(
      .problem, code: "name-twice", subject: "tenant \(name)",
      "There is a tenant \(name) on database \(first) and another one on database \(second).",
      remedy: "Drop the wrong one, with --database and its URL.")
  }

  private func finding(extra entry: DirectoryEntry, isRead: Bool) -> LedgerFinding? {
    guard databaseNames.contains(entry.database) else {
      return LedgerFinding(
        .problem, code: "directory-elsewhere", subject: "tenant \(entry.name)",
        "The directory has tenant \(entry.name) on database \(entry.database), which the manifest does not declare.",
        remedy: "Declare that database again.")
    }
    guard isRead else { return nil }
    if entry.phase == .creating {
      return LedgerFinding(
        .problem, code: "reservation-left", subject: "tenant \(entry.name)",
        "The name \(entry.name) is reserved for a creation that was interrupted, or is going on.",
        remedy: "Run \"tenantctl create \(entry.name)\" to finish it, or \"tenantctl doctor --repair\" to free the name.",
        repair: .delist(entry.name))
    }
    return LedgerFinding(
      .problem, code: "directory-extra", subject: "tenant \(entry.name)",
      "The directory has tenant \(entry.name), and the ledger of database \(entry.database) has not.",
      remedy: "Run \"tenantctl doctor --repair\".", repair: .delist(entry.name))
  }
}
