import SQL

extension StatementView {
  /// The refusal of a statement that reaches beyond the tenant's file or the transaction.
  var sqliteReach: Refusal? {
    guard engine == .sqlite, let word = word(0) else { return nil }
    switch word {
    case "attach", "detach": return .attach(word.uppercased())
    case "vacuum":
      return tokens.indices.prefix(4).contains { isWord($0, "into") } ? .vacuumInto : nil
    case "pragma":
      let isQualified = kind(2) == .dot
      guard let name = name(at: isQualified ? 3 : 1)?.text else { return nil }
      return Self.allowedPragmas.contains(name) ? nil : .pragma(name)
    default: return nil
    }
  }

  /// The refusal of a name of the ledger's own tables, which lie among the tenant's in its file.
  func ledgerTable(at index: Int) -> Refusal? {
    guard engine == .sqlite, let name = name(at: index)?.text.lowercased(), name.hasPrefix("tenantry_") else { return nil }
    return .ledgerTable(name)
  }

  /// Those that end with the transaction or are undone with it, and those that only read.
  private static let allowedPragmas: Set<String> = [
    "defer_foreign_keys", "user_version", "application_id", "table_info", "table_xinfo", "table_list", "index_list", "index_info",
    "index_xinfo", "foreign_key_list", "foreign_key_check", "integrity_check", "quick_check", "collation_list", "function_list",
    "module_list", "pragma_list", "compile_options",
  ]
}
