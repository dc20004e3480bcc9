import Names

// What is found in files, and what it means.
extension SQLiteLedger {
  static func damaged(_ file: String, _ reason: String) -> LedgerFinding {
    LedgerFinding(
      .problem, code: "file-damaged", subject: "file \(file)", "SQLite cannot make sense of \(file): \(reason)",
      remedy: "Restore the file from a backup. \"sqlite3 FILE .recover\" may save what is left.")
  }

  static func halfMade(_ tenant: TenantRecord) -> LedgerFinding {
    let isCreating = tenant.phase == .creating
    return LedgerFinding(
      .problem, code: "half-made", subject: "tenant \(tenant.name)",
      isCreating
        ? "The creation of tenant \(tenant.name) was interrupted, or is going on."
        : "Dropping tenant \(tenant.name) was interrupted, or is going on.",
      remedy: isCreating
        ? "Run \"tenantctl create \(tenant.name)\" to finish it, or \"tenantctl doctor --repair\" to take it away."
        : "Run \"tenantctl doctor --repair\" to finish it.", repair: .takeAway(tenant))
  }

  static func foreignFile(_ tenant: TenantRecord) -> LedgerFinding {
    LedgerFinding(
      .problem, code: "stamp-differs", subject: "tenant \(tenant.name)",
      "The file \(tenant.schema).db does not say that it is tenant \(tenant.name)'s: it was replaced.",
      remedy: "Restore the right file, or take the tenant out with \"tenantctl drop \(tenant.name)\".")
  }

  static func staleMirror(_ tenant: TenantRecord) -> LedgerFinding {
    LedgerFinding(
      .problem, code: "mirror-stale", subject: "tenant \(tenant.name)",
      "The file of tenant \(tenant.name) stands elsewhere than the ledger has noted: a crash came between, or it was restored.",
      remedy: "Run \"tenantctl doctor --repair\": what the file says holds.", repair: .mirror(tenant))
  }

  static func orphanFile(_ file: String) -> LedgerFinding {
    LedgerFinding(
      .problem, code: "orphan-file", subject: "file \(file)", "No tenant of this ledger has the file \(file).",
      remedy: "Look what is in it, then move it away. Its name cannot be given to a tenant as long as it is there.")
  }
}
