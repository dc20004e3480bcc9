package import Database
package import Events
package import Manifest
package import Names
package import SQL
import Tenancy

/// Makes the database that a declaration describes; the front door knows the drivers.
///
/// Nothing is connected before the database is used.
package protocol DatabaseConnector: Sendable {
  func database(_ declaration: DatabaseDeclaration, defaults: Defaults) throws(OperationError) -> any Database
}

/// A manifest with its databases and migration files at hand: what every operation works in.
package struct Workspace: Sendable {
  package let manifest: Manifest
  /// Where the engine announces what it does.
  package let events: EventHub
  let engines: [DatabaseName: TenantEngine]
  private let catalogs: [Dialect.Engine: TemplateCatalog]

  /// Reads the migration files, makes the databases, runs the work and closes the databases again.
  ///
  /// - Throws: ``DiagnosticsError`` for migration files, ``OperationError``, and what the work throws.
  package static func with<Value: Sendable>(
    _ manifest: Manifest, connector: any DatabaseConnector, events: EventHub = EventHub(),
    nameRetention: Duration = .seconds(60), _ body: (Workspace) async throws -> Value
  ) async throws -> Value {
    var catalogs: [Dialect.Engine: TemplateCatalog] = [:]
    for engine in manifest.engines { catalogs[engine] = try TemplateCatalog(manifest, for: engine) }
    var databases: [DatabaseName: any Database] = [:]
    for declaration in manifest.databases {
      databases[declaration.name] = try connector.database(declaration, defaults: manifest.defaults)
    }
    do {
      let workspace = try Workspace(manifest, databases, catalogs, events, nameRetention)
      let value = try await body(workspace)
      for database in databases.values { await database.shutdown() }
      return value
    } catch {
      for database in databases.values { await database.shutdown() }
      throw error
    }
  }

  private init(
    _ manifest: Manifest, _ databases: [DatabaseName: any Database], _ catalogs: [Dialect.Engine: TemplateCatalog],
    _ events: EventHub, _ nameRetention: Duration
  ) throws(OperationError) {
    self.manifest = manifest
    self.events = events
    self.catalogs = catalogs
    let settings = LedgerSettings(
      sharedSchema: manifest.shared.schema, extensionsSchema: manifest.shared.extensionsSchema,
      lockTimeout: manifest.defaults.lockTimeout, statementTimeout: manifest.defaults.statementTimeout,
      nameRetention: nameRetention)
    var engines: [DatabaseName: TenantEngine] = [:]
    do {
      guard let homeDatabase = databases[manifest.defaults.database] else {
        throw OperationError(.bug, code: "home-missing", "The manifest names no home database.")
      }
      let home = try makeLedger(on: homeDatabase, settings: settings, isHome: true)
      for (name, database) in databases {
        let ledger =
          name == manifest.defaults.database ? home : try makeLedger(on: database, settings: settings, isHome: false)
        engines[name] = TenantEngine(ledger: ledger, home: home, events: events)
      }
    } catch {
      throw OperationError(any: error)
    }
    self.engines = engines
  }

  /// The databases, in the manifest's order.
  package var databaseNames: [DatabaseName] { manifest.databases.map(\.name) }

  /// The home database, which has the directory.
  package var home: DatabaseName { manifest.defaults.database }

  /// The engine of a database that the manifest declares.
  func engine(_ name: DatabaseName) throws(OperationError) -> TenantEngine {
    guard let engine = engines[name] else {
      throw OperationError(
        .conflicting, code: "database-missing", "Database \"\(name)\" is not in the manifest.",
        hint: "Declare it under \"databases\".")
    }
    return engine
  }

  /// The migration files as a database's engine reads them.
  func catalog(of engine: TenantEngine) throws(OperationError) -> TemplateCatalog {
    guard let catalog = catalogs[engine.ledger.database.dialect.engine] else {
      throw OperationError(.bug, code: "catalog-missing", "The migration files were not read for this engine.")
    }
    return catalog
  }
}

extension Manifest {
  /// The engines of its databases, each once, in a fixed order.
  package var engines: [Dialect.Engine] {
    Dialect.Engine.allCases.filter { engine in databases.contains { $0.location.engine == engine } }
  }
}

extension DatabaseLocation {
  /// The engine that is found there.
  package var engine: Dialect.Engine {
    switch self {
    case .postgres: .postgres
    case .sqliteDirectory, .sqliteFile: .sqlite
    }
  }
}
