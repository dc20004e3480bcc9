import Names
import SQL

@testable import Migrations

/// The schemas that the tests manage.
let managed = ManagedSchemas(names: [
  .public, SchemaName(unchecked: "t_acme"), SchemaName(unchecked: "t_globex"), SchemaName(unchecked: "order"),
])

func reader(_ engine: Dialect.Engine, _ scope: MigrationScope = .tenant) -> MigrationSetReader {
  MigrationSetReader(engine: engine, scope: scope, managedSchemas: managed)
}

/// Reads a whole file.
func migration(
  _ text: String, _ engine: Dialect.Engine = .postgres, scope: MigrationScope = .tenant, id: String = "0001_x"
) throws(DiagnosticsError) -> Migration {
  try reader(engine, scope).read(id: MigrationID(unchecked: id), file: "\(id).sql", contents: Array(text.utf8))
}

/// Reads statements as the up section of a file: they start on line 2.
func up(
  _ sql: String, _ engine: Dialect.Engine = .postgres, scope: MigrationScope = .tenant, options: String = ""
) throws(DiagnosticsError) -> [MigrationStatement] {
  try migration("-- migrate:up\(options)\n\(sql)", engine, scope: scope).up
}

/// What is refused about a whole file, as `LINE:COLUMN code`.
func refusals(_ text: String, _ engine: Dialect.Engine = .postgres, scope: MigrationScope = .tenant) -> [String] {
  do {
    _ = try migration(text, engine, scope: scope)
    return []
  } catch {
    return error.diagnostics.map { "\($0.location.line):\($0.location.column) \($0.code)" }
  }
}

/// What is refused about the statements of an up section; their first line is line 1 here.
func refusalsOfUp(
  _ sql: String, _ engine: Dialect.Engine = .postgres, scope: MigrationScope = .tenant, options: String = ""
) -> [String] {
  do {
    _ = try up(sql, engine, scope: scope, options: options)
    return []
  } catch {
    return error.diagnostics.map { "\($0.location.line - 1):\($0.location.column) \($0.code)" }
  }
}

extension MigrationStatement {
  /// The text for a tenant called acme.
  var acmeText: String { text(tenantSchema: SchemaName(unchecked: "t_acme"), sharedSchema: .public) }
}

/// The statements of a script as they stand in it.
func split(_ sql: String, _ engine: Dialect.Engine) throws(ScanFailure) -> [String] {
  var splitter = SQLScriptSplitter(Array(sql.utf8), engine: engine)
  var statements: [String] = []
  while let item = try splitter.next() {
    if case .statement(let statement) = item {
      statements.append(String(decoding: Array(sql.utf8)[statement.range], as: UTF8.self))
    }
  }
  return statements
}

/// A generator whose numbers are the same in every run.
struct SeededGenerator: RandomNumberGenerator {
  private var state: UInt64

  init(seed: UInt64) { state = seed }

  mutating func next() -> UInt64 {
    state &+= 0x9E37_79B9_7F4A_7C15
    var mixed = state
    mixed = (mixed ^ (mixed >> 30)) &* 0xBF58_476D_1CE4_E5B9
    mixed = (mixed ^ (mixed >> 27)) &* 0x94D0_49BB_1331_11EB
    return mixed ^ (mixed >> 31)
  }
}
