import Database
import FoundationEssentials
import Names
import SQL

extension SQLiteLedger {
  package func examineServer(_ scope: ExaminationScope) async throws(TenancyError) -> LedgerExamination {
    var examination = LedgerExamination()
    guard files.hasMainFile else { return examination }
    let (version, damage) = try await perform(.shared) { lease in
      let version = try await lease.query("SELECT sqlite_version()").first?.decode(0, as: String.self)
      return (version ?? "unknown", try await Self.damage(lease))
    }
    examination.facts.append(LedgerExamination.Fact("library", "SQLite \(version)"))
    if let damage { examination.findings.append(Self.damaged("main.db", damage)) }
    for name in scope.extensions {
      examination.findings.append(
        LedgerFinding(
          .problem, code: "extension-missing", subject: "extension \(name)",
          "A template asks for extension \(name), and SQLite has none: such tenants cannot be created here.",
          remedy: "Place them on PostgreSQL, or take it out of the template."))
    }
    return examination
  }

  package func examineTenants() async throws(TenancyError) -> LedgerExamination {
    let records = try await tenants(TenantFilter())
    var examination = LedgerExamination()
    examination.facts.append(LedgerExamination.Fact("tenants", "\(records.count)"))
    let directory = try await folder()
    examination.findings += largeJournals(in: directory, ["main"] + records.map(\.schema.text))
    for record in records {
      examination.findings += try await findings(of: record)
    }
    examination.findings += try await orphans(in: directory, records)
    return examination
  }

  private func findings(of record: TenantRecord) async throws(TenancyError) -> [LedgerFinding] {
    if record.phase == .creating || record.phase == .dropping { return [Self.halfMade(record)] }
    if let finding = LedgerFinding(faultOf: record) { return [finding] }
    do {
      return try await database.withConnection(.tenant(record.schema)) { lease in
        if let damage = try await Self.damage(lease) { return [Self.damaged("\(record.schema).db", damage)] }
        guard try await Self.hasTable("tenantry_tenant", lease) else { return [Self.foreignFile(record)] }
        let owner = try await lease.query("SELECT id FROM tenantry_tenant").first?.decode(0, as: Int64.self)
        guard owner == record.id else { return [Self.foreignFile(record)] }
        return try await Self.stampedHeads(lease) == record.heads ? [] : [Self.staleMirror(record)]
      }
    } catch let error as DatabaseError {
      // One file that cannot be read hides no other.
      return [Self.damaged("\(record.schema).db", error.message)]
    } catch { throw TenancyError(work: error, Self.translated) }
  }

  /// What SQLite's own check says, or nil when all is well.
  private static func damage(_ lease: borrowing ConnectionLease) async throws(DatabaseError) -> String? {
    let answer = try await lease.query("PRAGMA integrity_check").first?.decode(0, as: String.self)
    return answer == "ok" ? nil : answer ?? "it gave no answer"
  }

  // MARK: Files

  /// Where the files are.
  private func folder() async throws(TenancyError) -> String {
    let path = try await perform(.shared) { lease in
      try await lease.query("SELECT file FROM pragma_database_list WHERE name = 'main'").first?.decode(0, as: String.self)
    }
    guard let path, let slash = path.lastIndex(of: "/") else { throw TenancyError(.database, "main.db has no path.") }
    return String(path[..<slash])
  }

  /// Journals that nobody brings back into their file: a reader that never ends keeps them.
  private func largeJournals(in folder: String, _ names: [String]) -> [LedgerFinding] {
    let limit: UInt = 64 << 20
    return names.compactMap { name in
      let attributes = try? FileManager.default.attributesOfItem(atPath: "\(folder)/\(name).db-wal")
      guard let size = attributes?[.size] as? UInt, size > limit else { return nil }
      return LedgerFinding(
        .note, code: "wal-large", subject: "file \(name).db-wal",
        "The journal has grown to \(size >> 20) MiB: somebody reads for a long time, or it was never brought back.",
        remedy: "End what has the file open. The last one to close it brings the journal back.")
    }
  }

  /// Files that no tenant has: in the place of a schema, or kept after a drop that the ledger does not know.
  private func orphans(in folder: String, _ records: [TenantRecord]) async throws(TenancyError) -> [LedgerFinding] {
    let present: [SchemaName]
    do { present = try files.list() } catch { throw TenancyError(.database, error.message, underlying: error) }
    let known = Set(records.map(\.schema))
    let tombstones = try await perform(.shared) { lease in
      Set(
        try await lease.query("SELECT tombstone FROM tenantry_tenants WHERE tombstone IS NOT NULL")
          .map { (row) throws(DatabaseError) in try row.decode(0, as: String.self) })
    }
    let names = (try? FileManager.default.contentsOfDirectory(atPath: folder)) ?? []
    let suffix = ".buried"
    let buried = names.filter { $0.hasSuffix(suffix) && !tombstones.contains(String($0.dropLast(suffix.count))) }
    return (present.filter { !known.contains($0) }.map { "\($0).db" } + buried.sorted()).map(Self.orphanFile)
  }
}
