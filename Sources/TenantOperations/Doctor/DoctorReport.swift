package import Names
package import Tenancy

/// What an examination of all databases found.
package struct DoctorReport: Sendable, Equatable {
  /// What was found on one database, and what became of it.
  package struct Finding: Sendable, Equatable {
    package var database: DatabaseName
    package var finding: LedgerFinding
    package var outcome: Outcome = .open
  }

  /// What became of a finding.
  package enum Outcome: Sendable, Equatable {
    /// It is as it was.
    case open
    /// It was put right.
    case repaired
    /// It was not as it was found any more, or too young to judge.
    case leftAlone
    /// Putting it right failed.
    case failed(OperationError)
  }

  /// A database that could be looked at.
  package struct Examined: Sendable, Equatable {
    package var database: DatabaseName
    package var engine: String
    package var hasLedger: Bool
    package var facts: [LedgerExamination.Fact]
  }

  package var databases: [Examined] = []
  package var findings: [Finding] = []
  /// Databases that cannot be used, with the reason.
  package var unreachable: [DatabaseName: OperationError] = [:]

  /// Problems that are still there.
  package var problems: [Finding] { findings.filter { $0.finding.severity == .problem && $0.outcome != .repaired } }

  /// What could be put right and was not yet.
  package var repairable: [Finding] { findings.filter { $0.finding.repair != nil && $0.outcome == .open } }
}
