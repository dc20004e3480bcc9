public import Names
public import SQL
public struct ManagedSchemas: Sendable { public init(names: Set<SchemaName>) {} }
public struct MigrationSetReader: Sendable {
  public enum Scope: Sendable { case shared, tenant }
  public init(engine: Dialect.Engine, scope: Scope, managedSchemas: ManagedSchemas) {}
  public func read(name: MigrationSetName, folder: String) throws(DiagnosticsError) -> MigrationSet { throw DiagnosticsError([]) }
  public func readSeed(file: String) throws(DiagnosticsError) -> [MigrationStatement] { throw DiagnosticsError([]) }
  public func readStatements(_ text: String, named: String) throws(DiagnosticsError) -> [MigrationStatement] { throw DiagnosticsError([]) }
}
extension MigrationSet {
  public func position(of head: Head?) -> Int? { nil }
  public func migration(matching: String) -> Migration? { nil }
}
extension MigrationStatement {
  public func text(tenantSchema: SchemaName?, sharedSchema: SchemaName?) -> String { "" }
  public func location(ofScalarOffset: Int, tenantSchema: SchemaName?, sharedSchema: SchemaName?) -> SourceLocation { location }
  public func withoutConcurrently() -> MigrationStatement { self }
  public func concurrentIndexName() -> String? { nil }
}
