/// What a statement wants to do, of the things that our rules are about.
///
/// The rules keep a lease inside its files and its session as it was. They cannot tell the ledger's tables from a tenant's:
/// both are tables of one file, and all SQL comes through the same door.
enum StatementAction: Equatable {
  case attach
  case transactionControl
  case createTemporary
  case pragma(name: String, argument: String?)
  case function(String)
  case other

  /// Pragmas that read, whatever their argument is.
  private static let readers: Set<String> = [
    "collation_list", "compile_options", "database_list", "foreign_key_check", "foreign_key_list", "function_list", "index_info",
    "index_list", "index_xinfo", "integrity_check", "module_list", "pragma_list", "quick_check", "table_info", "table_list",
    "table_xinfo",
  ]
  /// Pragmas that may be set: they are written to the file, or end with the transaction.
  private static let writers: Set<String> = ["application_id", "defer_foreign_keys", "user_version"]
  /// Pragmas that may be looked at and not set.
  private static let settings: Set<String> = [
    "auto_vacuum", "busy_timeout", "cache_size", "data_version", "encoding", "foreign_keys", "freelist_count", "journal_mode",
    "locking_mode", "max_page_count", "page_count", "page_size", "query_only", "recursive_triggers", "schema_version",
    "secure_delete", "synchronous", "temp_store", "trusted_schema", "wal_autocheckpoint",
  ]
  /// Functions that reach outside of the database.
  private static let forbiddenFunctions: Set<String> = ["fts3_tokenizer", "load_extension", "readfile", "writefile", "edit"]

  /// Why it may not be done, or nil.
  func refusal(inMessage: Bool) -> String? {
    switch self {
    case .attach: return "ATTACH, DETACH and VACUUM are not allowed: a connection sees the files that it was borrowed for."
    case .transactionControl:
      return inMessage ? "A message is one transaction: it cannot begin, end or save one. Remove the statement." : nil
    case .pragma(let name, let argument):
      let name = name.lowercased()
      if Self.readers.contains(name) || Self.writers.contains(name) { return nil }
      if argument == nil && Self.settings.contains(name) { return nil }
      return "PRAGMA \(name) is not allowed\(argument == nil ? "" : " with a value"): the driver sets the session up."
    case .function(let name):
      return Self.forbiddenFunctions.contains(name.lowercased()) ? "The function \(name) is not allowed." : nil
    case .createTemporary, .other: return nil
    }
  }
}
