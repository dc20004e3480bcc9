import Database
import Manifest
import Migrations
package import Names
package import SQL
package import Tenancy

/// SQL that a person wrote, to be run in tenants.
package enum SQLScript: Sendable, Equatable {
  /// SQL from a command line or a request, with what to call it in messages.
  case text(String, named: String)
  /// A file.
  case file(String)
}

/// What SQL did in one tenant.
package struct ExecutionOutcome: Sendable {
  /// The answer to one statement.
  package struct Answer: Sendable, Equatable {
    package var columns: [String]
    package var rows: [[SQLValue]]
    package var affectedRows: Int
  }

  package var tenant: PlacedTenant
  package var answers: [Answer] = []
  package var error: OperationError?
  /// True when the run was stopped before its turn.
  package var isSkipped = false
}

/// What SQL did in all tenants that were meant.
package struct ExecutionReport: Sendable {
  /// One outcome for each tenant, by name.
  package var outcomes: [ExecutionOutcome] = []
  /// Tenants that were meant, of databases that cannot be used, as the home's directory knows them.
  package var lost: [DirectoryEntry]
  /// Databases that cannot be used, with the reason: nothing ran there.
  package var unreachable: [DatabaseName: OperationError]
}

extension Workspace {
  /// Runs SQL in the selected tenants, one after the other, each in a transaction of its own.
  ///
  /// The SQL is checked first, by the rules of migration files; nothing runs anywhere when it breaks one.
  package func execute(
    _ script: SQLScript, in selection: TenantSelection, _ context: OperationContext
  ) async throws -> ExecutionReport {
    // What is wrong by itself is found before anything is opened; other tenants' schemas are known afterwards.
    _ = try read(script, managed: manifest.managedSchemas)
    let listing = try await list(selection)
    let others = selection == .all ? listing.tenants : try await list(.all).tenants
    let statements = try read(script, managed: manifest.managedSchemas.union(others.map(\.record.schema)))
    var report = ExecutionReport(lost: listing.lost, unreachable: listing.unreachable)
    for tenant in listing.tenants {
      var outcome = ExecutionOutcome(tenant: tenant)
      if context.shouldStop() {
        outcome.isSkipped = true
      } else {
        do {
          let engine = try engine(tenant.database)
          try tenant.record.checkIntact()
          // Without a manifest there are no templates, and then no extensions that SQL could find by a bare name.
          let target = tenant.record.template.flatMap { template in try? catalog(of: engine).templates[template] }
          let results = try await engine.ledger.execute(
            statements[engine.ledger.database.dialect.engine] ?? [], in: tenant.record, extensions: target?.extensions ?? [])
          outcome.answers = try results.map { try ExecutionOutcome.Answer($0) }
        } catch { outcome.error = OperationError(any: error) }
      }
      report.outcomes.append(outcome)
    }
    return report
  }
}

extension Workspace {
  private func read(
    _ script: SQLScript, managed: Set<SchemaName>
  ) throws(DiagnosticsError) -> [Dialect.Engine: [MigrationStatement]] {
    var statements: [Dialect.Engine: [MigrationStatement]] = [:]
    for engine in manifest.engines {
      let reader = MigrationSetReader(engine: engine, scope: .tenant, managedSchemas: ManagedSchemas(names: managed))
      switch script {
      case .file(let file): statements[engine] = try reader.readSeed(file: file)
      case .text(let text, let name): statements[engine] = try reader.readStatements(text, named: name)
      }
    }
    return statements
  }
}

extension ExecutionOutcome.Answer {
  fileprivate init(_ result: ResultSet) throws {
    let columns = result.columnNames
    self.init(
      columns: columns, rows: try result.map { row in try columns.indices.map { try row.value($0) } },
      affectedRows: result.affectedRows)
  }
}

extension SQLValue {
  /// The value as a person reads it; nil for NULL.
  package var displayText: String? { canonicalText }
}
