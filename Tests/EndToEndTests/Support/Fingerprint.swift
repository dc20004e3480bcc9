import Database
import Names
import PostgresDriver
import SQL
import TenantryTestSupport

extension Project {
  /// Everything that is in a schema, as text: the definitions of its objects and all rows.
  ///
  /// Where the schema's own name stands it is left out, so that two tenants can be compared.
  func fingerprint(of schema: String) async throws -> String {
    let name = try SchemaName(schema)
    let lines = try await observer.withConnection(kind == .postgres || name == .main ? .shared : .work(name)) { lease in
      kind == .postgres ? try await Self.postgresLines(name, lease) : try await Self.sqliteLines(name, lease)
    }
    return lines.joined(separator: "\n").replacing("\(name).", with: "").replacing(name.quoted + ".", with: "")
  }

  /// Everything that there is: the ledger, the shared schema, every tenant.
  func fingerprint() async throws -> String {
    var schemas = try observer.files?.list().map(\.text) ?? []
    if kind == .postgres {
      schemas = try await texts(
        "SELECT nspname::text FROM pg_namespace WHERE nspname !~ '^pg_' AND nspname <> 'information_schema' ORDER BY 1")
    } else {
      schemas.append("main")
    }
    var parts: [String] = []
    for schema in schemas { parts.append("== \(schema)\n" + (try await fingerprint(of: schema))) }
    return parts.joined(separator: "\n")
  }

  /// The tables of a schema.
  func tables(of schema: String) async throws -> [String] {
    let name = try SchemaName(schema)
    if kind == .postgres {
      return try await texts(
        "SELECT relname::text FROM pg_class WHERE relnamespace = '\(schema)'::regnamespace AND relkind = 'r' ORDER BY 1")
    }
    return try await observer.withConnection(.work(name)) { lease in
      try await Self.texts(
        "SELECT name FROM \(name).sqlite_schema WHERE type = 'table' AND name NOT LIKE 'tenantry%' AND name NOT LIKE 'sqlite%' ORDER BY 1",
        lease)
    }
  }

  private static func texts(_ query: SQLFragment, _ lease: borrowing ConnectionLease) async throws -> [String] {
    try await lease.query(query).map { try $0.decode(0, as: String?.self) ?? "NULL" }
  }

  private static func postgresLines(_ schema: SchemaName, _ lease: borrowing ConnectionLease) async throws -> [String] {
    let n = SQLFragment(raw: "'\(schema.text)'::regnamespace")
    var lines = try await SchemaFingerprint(of: schema, lease).lines
    lines += try await texts(
      "SELECT concat_ws(' ', 'last value', sequencename, last_value) FROM pg_sequences WHERE schemaname = \(schema.text) ORDER BY 1",
      lease)
    let tables = try await texts(
      "SELECT relname::text FROM pg_class WHERE relnamespace = \(n) AND relkind IN ('r', 'v', 'm') ORDER BY relname COLLATE \"C\"",
      lease)
    for table in tables {
      let rows: SQLFragment = "SELECT t::text FROM \(schema).\(try Identifier(table)) t ORDER BY t::text COLLATE \"C\""
      lines += try await texts(rows, lease).map { "\(table) \($0)" }
    }
    return lines
  }

  private static func sqliteLines(_ schema: SchemaName, _ lease: borrowing ConnectionLease) async throws -> [String] {
    var lines = try await texts(
      "SELECT concat_type FROM (SELECT type || ' ' || name || ' ' || coalesce(sql, '') AS concat_type FROM \(schema).sqlite_schema) ORDER BY 1",
      lease)
    let tables = try await texts(
      "SELECT name FROM \(schema).sqlite_schema WHERE type = 'table' AND name NOT IN ('tenantry_tenant', 'tenantry_stamp') ORDER BY name",
      lease)
    // What counts the changes of a tenant differs between two that are the same otherwise.
    for table in tables where schema == .main || !["tenantry_history", "sqlite_sequence"].contains(table) {
      let columns = try await texts("SELECT name FROM pragma_table_info(\(table), \(schema.text)) ORDER BY cid", lease)
      let values = columns.map { "quote(\"\($0)\")" }.joined(separator: " || ',' || ")
      let rows: SQLFragment = "SELECT \(raw: values) FROM \(schema).\(try Identifier(table)) ORDER BY 1"
      lines += try await texts(rows, lease).map { "\(table) \($0)" }
    }
    return lines
  }
}
