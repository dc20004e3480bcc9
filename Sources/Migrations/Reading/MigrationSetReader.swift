package import Names
package import SQL

/// Reads folders of migrations and seed files for one engine, and refuses what breaks a rule, before anything is sent.
package struct MigrationSetReader: Sendable {
  private let engine: Dialect.Engine
  private let scope: MigrationScope
  private let managedSchemas: ManagedSchemas

  /// Makes a reader.
  ///
  /// - Parameters:
  ///   - engine: The engine whose files are read.
  ///   - scope: What the files are for.
  ///   - managedSchemas: The schemas that the files may not name.
  package init(engine: Dialect.Engine, scope: MigrationScope, managedSchemas: ManagedSchemas) {
    self.engine = engine
    self.scope = scope
    self.managedSchemas = managedSchemas
  }

  /// Reads a folder as a set.
  ///
  /// - Throws: ``DiagnosticsError`` with everything that is wrong, in the order of the files' names (the first 50).
  package func read(name: MigrationSetName, folder: String) throws(DiagnosticsError) -> MigrationSet {
    var diagnostics: [Diagnostic] = []
    var migrations: [Migration] = []
    let names = try MigrationFiles.names(in: folder)
    let collisions = MigrationCollisions(names: names, engine: engine)
    for name in names {
      let path = MigrationFiles.path(name, in: folder)
      switch MigrationFileName.kind(of: name) {
      case .ignored: continue
      case .refused(let refusal): diagnostics.append(.whole(refusal, file: path))
      case .migration(let file):
        if let refusal = collisions.refusal(of: file) { diagnostics.append(.whole(refusal, file: path)) }
        guard file.engine == nil || file.engine == engine else { continue }
        do {
          migrations.append(try MigrationFileParser.migration(file.id, rules(for: MigrationFiles.text(of: path))))
        } catch {
          diagnostics += error.diagnostics
        }
      }
      if diagnostics.count >= Finding.maximumCount { break }
    }
    if !diagnostics.isEmpty { throw DiagnosticsError(Array(diagnostics.prefix(Finding.maximumCount))) }
    migrations.sort { $0.id.precedes($1.id) }
    return MigrationSet(
      name: name, folder: folder, migrations: migrations,
      heads: MigrationChecksum.heads(of: name, checksums: migrations.map(\.checksum)))
  }

  /// Reads a seed file: statements that run after the migrations when a tenant is created.
  ///
  /// - Throws: ``DiagnosticsError`` with everything that is wrong, in order (the first 50).
  package func readSeed(file: String) throws(DiagnosticsError) -> [MigrationStatement] {
    try MigrationFileParser.seed(rules(for: MigrationFiles.text(of: file)))
  }

  /// Reads SQL that is in no file, by the rules of a seed.
  ///
  /// - Parameter name: What messages call it.
  /// - Throws: ``DiagnosticsError`` with everything that is wrong, in order (the first 50).
  package func readStatements(_ text: String, named name: String) throws(DiagnosticsError) -> [MigrationStatement] {
    try MigrationFileParser.seed(rules(for: SourceText(file: name, contents: Array(text.utf8))))
  }

  /// Reads the text of a migration that is not, or not yet, a file.
  ///
  /// - Throws: ``DiagnosticsError`` with everything that is wrong, in order (the first 50).
  package func read(id: MigrationID, file: String, contents: [UInt8]) throws(DiagnosticsError) -> Migration {
    try MigrationFileParser.migration(id, rules(for: SourceText(file: file, contents: contents)))
  }

  private func rules(for text: SourceText) -> StatementRules {
    StatementRules(text: text, engine: engine, scope: scope, managed: managedSchemas)
  }
}
