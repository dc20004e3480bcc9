import Database
import Manifest
package import Names
import SQL
import Tenancy

/// Where a client program is to be opened for a tenant.
package enum ShellTarget: Sendable, Equatable {
  /// A server, with the search path of the tenant.
  case postgres(PostgresLocation, searchPath: String)
  /// The tenant's own file, as an absolute path.
  case sqlite(file: String)
}

extension Workspace {
  /// Finds out where a tenant's schema is.
  ///
  /// - Throws: ``OperationError`` when there is no such tenant, when its schema is not as the ledger says, and behind a pooler that
  ///   does not keep a session's search path.
  package func shellTarget(of name: TenantName) async throws(OperationError) -> ShellTarget {
    let listing = try await list(TenantSelection(names: [name]))
    guard let tenant = listing.tenants.first,
      let declaration = manifest.databases.first(where: { $0.name == tenant.database })
    else { throw listing.unreachable.values.first ?? .tenantMissing(name) }
    let engine = try engine(tenant.database)
    do { try tenant.record.checkIntact() } catch { throw OperationError(error) }
    if case .postgres(let location) = declaration.location {
      if declaration.directLocation == nil { try await refusePooler(tenant.database, engine.ledger.database) }
      let extensions = try catalog(of: engine).target(of: tenant.record.template, tenant: name).extensions
      return .postgres(
        declaration.directLocation ?? location,
        searchPath: engine.ledger.settings.searchPath(of: tenant.record.schema, extensions: extensions))
    }
    do {
      let file = try await engine.ledger.database.withConnection(.tenant(tenant.record.schema)) { lease in
        try await lease.query("SELECT file FROM pragma_database_list WHERE name = 'main'").first?.decode(0, as: String.self)
      }
      guard let file, file.hasPrefix("/") else { throw OperationError(.bug, code: "no-path", "The tenant's file has no path.") }
      return .sqlite(file: file)
    } catch { throw OperationError(any: error) }
  }

  private func refusePooler(_ name: DatabaseName, _ database: any Database) async throws(OperationError) {
    let isPooled: Bool
    do { isPooled = try await database.withConnection(.shared) { $0.facts.isBehindPooler } } catch {
      throw OperationError(any: error)
    }
    guard isPooled else { return }
    throw OperationError(
      .conflicting, code: "pooler", "A pooler stands in front of database \"\(name)\": a search path would not stick.",
      hint: "Give the database a \"direct_url\" in the manifest.")
  }
}
