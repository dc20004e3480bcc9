package import Names

/// Something that an examination found: what it is, what it means and what to do.
package struct LedgerFinding: Sendable, Equatable {
  /// Whether a person has to act.
  package enum Severity: String, Sendable, Hashable {
    /// Something is wrong.
    case problem
    /// It works, and is worth knowing.
    case note
  }

  package var severity: Severity
  /// A stable word for scripts: "orphan-schema".
  package var code: String
  /// What it is about: "schema t_acme".
  package var subject: String
  /// What was found and what it means, as a sentence.
  package var meaning: String
  /// What to do, as a sentence.
  package var remedy: String
  /// What puts it right without a person's judgement; nil when nothing does.
  package var repair: LedgerRepair?

  package init(
    _ severity: Severity, code: String, subject: String, _ meaning: String, remedy: String, repair: LedgerRepair? = nil
  ) {
    self.severity = severity
    self.code = code
    self.subject = subject
    self.meaning = meaning
    self.remedy = remedy
    self.repair = repair
  }
}

/// What an examination can put right by itself: each one only restores what a record says.
package enum LedgerRepair: Sendable, Equatable {
  /// Writes the stamp that the ledger expects into the schema.
  case writeStamp(TenantRecord)
  /// Takes the schema that carries the tenant's stamp for the tenant's: it came back with another number after a restore.
  case adoptSchema(TenantRecord)
  /// Copies what a tenant's file says of itself into the ledger.
  case mirror(TenantRecord)
  /// Finishes dropping a tenant, or takes away one that was never finished. Its data is kept as a tombstone.
  case takeAway(TenantRecord)
  /// Puts the directory's entry of a tenant right.
  case enlist(DirectoryEntry)
  /// Takes an entry of no tenant out of the directory.
  case delist(TenantName)

  /// What it does, as a phrase.
  package var summary: String {
    switch self {
    case .writeStamp(let tenant): "write the stamp of schema \(tenant.schema)"
    case .adoptSchema(let tenant): "take schema \(tenant.schema) for tenant \(tenant.name)'s again"
    case .mirror(let tenant): "copy what the file of tenant \(tenant.name) says into the ledger"
    case .takeAway(let tenant): "take the half-made tenant \(tenant.name) away"
    case .enlist(let entry): "enter tenant \(entry.name) into the directory"
    case .delist(let name): "take \(name) out of the directory"
    }
  }
}

/// What an examination is to know of the wanted state.
package struct ExaminationScope: Sendable, Equatable {
  /// The extensions that templates ask for.
  package var extensions: [ExtensionName]
  /// True when somebody said that a pooler in transaction mode is in front.
  package var isPoolerDeclared: Bool

  package init(extensions: [ExtensionName] = [], isPoolerDeclared: Bool = false) {
    self.extensions = extensions
    self.isPoolerDeclared = isPoolerDeclared
  }
}

/// What is known of a database after a look at it.
package struct LedgerExamination: Sendable, Equatable {
  /// A name and what was found under it: "server" and "PostgreSQL 15.14".
  package struct Fact: Sendable, Equatable {
    package var name: String
    package var value: String

    package init(_ name: String, _ value: String) {
      self.name = name
      self.value = value
    }
  }

  package var facts: [Fact] = []
  package var findings: [LedgerFinding] = []

  package init() {}
}
