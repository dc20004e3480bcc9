import Manifest
import Names
import SQL
import Tenancy

extension Workspace {
  /// Looks at every database: the server, the login's rights, the ledger against what is there, the directory against the ledgers.
  ///
  /// It changes nothing.
  package func examine() async throws(OperationError) -> DoctorReport {
    var report = DoctorReport()
    var tenants: [DatabaseName: [TenantRecord]] = [:]
    for declaration in manifest.databases {
      let engine = try engine(declaration.name)
      do {
        tenants[declaration.name] = try await examine(declaration, engine, into: &report)
      } catch {
        report.unreachable[declaration.name] = OperationError(error)
      }
    }
    // What cannot be read is not missing: the directory is compared with the ledgers that could be.
    if let home = report.databases.first(where: { $0.database == home }), home.hasLedger {
      try await examineDirectory(tenants, into: &report)
    }
    return report
  }

  /// - Returns: The ledger's tenants; nil when there is no ledger to read.
  private func examine(
    _ declaration: DatabaseDeclaration, _ engine: TenantEngine, into report: inout DoctorReport
  ) async throws(TenancyError) -> [TenantRecord]? {
    let name = declaration.name
    let wanted = manifest.templates.flatMap(\.extensions)
    let scope = ExaminationScope(extensions: Array(Set(wanted)).sorted(), isPoolerDeclared: declaration.pooler == .transaction)
    let server = try await engine.ledger.examineServer(scope)
    var examined = DoctorReport.Examined(
      database: name, engine: declaration.location.engine == .postgres ? "postgres" : "sqlite", hasLedger: false,
      facts: server.facts)
    var findings = server.findings
    var records: [TenantRecord]?
    do {
      if try await engine.ledger.open(creating: false) {
        let tenants = try await engine.ledger.examineTenants()
        examined.hasLedger = true
        examined.facts += tenants.facts
        findings += tenants.findings
        records = try await engine.ledger.tenants(TenantFilter())
      } else {
        findings.append(Self.missingLedger(name))
      }
    } catch {
      let failure = OperationError(error)
      guard failure.kind == .notPermitted || failure.kind == .conflicting else { throw error }
      findings.append(Self.unreadableLedger(name, failure))
    }
    report.databases.append(examined)
    report.findings += findings.map { DoctorReport.Finding(database: name, finding: $0) }
    return records
  }

  private static func missingLedger(_ database: DatabaseName) -> LedgerFinding {
    LedgerFinding(
      .note, code: "ledger-missing", subject: "database \(database)", "There is no ledger on database \(database) yet.",
      remedy: "Run \"tenantctl init\" or \"tenantctl apply\".")
  }

  private static func unreadableLedger(_ database: DatabaseName, _ error: OperationError) -> LedgerFinding {
    LedgerFinding(
      .problem, code: error.kind == .notPermitted ? "grant-missing" : error.code, subject: "database \(database)",
      "The ledger of database \(database) cannot be read: \(error.message)",
      remedy: error.hint ?? "Grant the login USAGE on schema tenantry and all rights on its tables.")
  }

  /// Puts right what can be put right without a person's judgement.
  ///
  /// - Returns: The report, with what became of each finding.
  package func repair(_ report: DoctorReport, _ context: OperationContext) async throws(OperationError) -> DoctorReport {
    var report = report
    for index in report.findings.indices {
      guard let repair = report.findings[index].finding.repair, !context.shouldStop() else { continue }
      // The directory is the home's, whichever database its tenant is on.
      let engine = try engine(report.findings[index].database)
      do {
        let isDone = try await engine.ledger.repair(repair, context.stamp)
        report.findings[index].outcome = isDone ? .repaired : .leftAlone
      } catch {
        report.findings[index].outcome = .failed(OperationError(error))
      }
    }
    return report
  }
}
