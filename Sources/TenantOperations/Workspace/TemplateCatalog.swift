package import Manifest
import Migrations
package import Names
package import SQL
package import Tenancy

/// Every migration set that a manifest names, read for one engine.
package struct TemplateCatalog: Sendable, Equatable {
  /// What the shared schema should have.
  package var shared: TemplateSets
  /// What tenants should have, by template.
  package var templates: [TemplateName: TemplateSets]

  /// Reads the files.
  ///
  /// - Parameter strangers: Schemas that may not be named either, besides those that the manifest declares.
  /// - Throws: All findings in all files.
  package init(
    _ manifest: Manifest, for engine: Dialect.Engine, managing strangers: Set<SchemaName> = []
  ) throws(DiagnosticsError) {
    let managed = ManagedSchemas(names: manifest.managedSchemas.union(strangers))
    var findings: [Diagnostic] = []
    var sets: [TemplateName: MigrationSet] = [:]
    var seeds: [TemplateName: [MigrationStatement]] = [:]
    let tenantReader = MigrationSetReader(engine: engine, scope: .tenant, managedSchemas: managed)
    for template in manifest.templates {
      do {
        if let folder = template.migrations {
          sets[template.name] = try tenantReader.read(name: MigrationSetName(template.name), folder: folder)
        }
      } catch { findings += error.diagnostics }
      do {
        if let seed = template.seed { seeds[template.name] = try tenantReader.readSeed(file: seed) }
      } catch { findings += error.diagnostics }
    }
    var sharedSets: [MigrationSet] = []
    do {
      if let folder = manifest.shared.migrations {
        let reader = MigrationSetReader(engine: engine, scope: .shared, managedSchemas: managed)
        sharedSets.append(try reader.read(name: .shared, folder: folder))
      }
    } catch { findings += error.diagnostics }
    guard findings.isEmpty else { throw DiagnosticsError(findings) }
    shared = TemplateSets(
      template: nil, sets: sharedSets, extensions: Self.unique(manifest.templates.flatMap(\.extensions)))
    templates = [:]
    for template in manifest.templates {
      let chain = manifest.chain(of: template.name)
      templates[template.name] = TemplateSets(
        template: template.name, sets: chain.compactMap { sets[$0.name] }, seed: chain.flatMap { seeds[$0.name] ?? [] },
        extensions: Self.unique(chain.flatMap(\.extensions)))
    }
  }

  /// What a tenant should have.
  ///
  /// - Throws: ``OperationError`` when the manifest has no such template.
  package func target(of template: TemplateName?, tenant: TenantName) throws(OperationError) -> TemplateSets {
    guard let template else { return TemplateSets(template: nil, sets: []) }
    if let target = templates[template] { return target }
    throw OperationError(
      .conflicting, code: "template-missing",
      "Tenant \(tenant) has template \"\(template)\", which the manifest does not declare.",
      hint: "Declare the template again, or give the tenant another one.")
  }

  private static func unique(_ names: [ExtensionName]) -> [ExtensionName] {
    var seen: Set<ExtensionName> = []
    return names.filter { seen.insert($0).inserted }
  }
}

extension Manifest {
  /// The schemas that a migration file may not name: it would reach out of its tenant.
  package var managedSchemas: Set<SchemaName> {
    Set(tenants.map(\.schema)).union([shared.schema, shared.extensionsSchema, .ledger])
  }
}
