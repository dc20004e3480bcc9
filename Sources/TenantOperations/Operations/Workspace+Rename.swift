package import Manifest
package import Names
import Tenancy

/// What `rename` was asked for.
package struct RenameRequest: Sendable, Equatable {
  package var name: TenantName
  package var newName: TenantName
  /// Whether the schema keeps its name.
  package var keepsSchema: Bool

  package init(_ name: TenantName, to newName: TenantName, keepsSchema: Bool = false) {
    self.name = name
    self.newName = newName
    self.keepsSchema = keepsSchema
  }
}

extension Workspace {
  /// Gives a tenant another name.
  ///
  /// Its schema follows when it has the default name; one that was chosen stays. A rename that was done before is fine.
  ///
  /// - Parameter editor: What changes the entry in the manifest as well; nil leaves the manifest alone.
  package func rename(
    _ request: RenameRequest, saving editor: ManifestEditor? = nil, _ context: OperationContext
  ) async throws(OperationError) -> OperationReport {
    try checkName(request.newName)
    var opened = try await requireLedgers()
    try await reconcileDirectory(&opened)
    let found = try await opened.tenants(TenantFilter(names: [request.name, request.newName]))
    guard let tenant = found.first(where: { $0.record.name == request.name }) else {
      return try await finished(request, found.first, opened, editor)
    }
    guard !found.contains(where: { $0.record.name == request.newName }) else {
      throw OperationError(
        .exists, code: "tenant-exists", "Tenant \(request.newName) exists already.",
        hint: "Choose another name; \"tenantctl show \(request.newName)\" looks at that one.")
    }
    // Its own database knows what the tenant itself gave up, and may take back.
    if let time = try await opened.namesKeptBack(of: [request.newName], except: tenant.database)[request.newName] {
      throw .nameKeptBack(request.newName, for: time)
    }
    let schema = try schema(for: request, tenant)
    let edit = try edit(request, schema, editor)
    context.willStart(1)
    do { try await engine(tenant.database).rename(tenant.record, to: request.newName, schema: schema, context.stamp) } catch {
      throw OperationError(any: error)
    }
    let outcome = TenantOutcome(
      tenant: request.newName, database: tenant.database, result: .renamed(from: request.name, schema: schema))
    context.didFinish(outcome)
    return try report(outcome, request, edit)
  }

  /// The report on a tenant that has its new name already: a run before this one was interrupted, or its answer was lost.
  private func finished(
    _ request: RenameRequest, _ found: PlacedTenant?, _ opened: OpenLedgers, _ editor: ManifestEditor?
  ) async throws(OperationError) -> OperationReport {
    do {
      guard let found, try await engine(found.database).ledger.wasRenamed(from: request.name, to: request.newName) else {
        throw opened.failures.values.first ?? .tenantMissing(request.name)
      }
      let edit = try edit(request, found.record.schema, editor)
      let outcome = TenantOutcome(tenant: request.newName, database: found.database, result: .unchanged)
      return try report(outcome, request, edit)
    } catch { throw OperationError(any: error) }
  }

  private func report(
    _ outcome: TenantOutcome, _ request: RenameRequest, _ edit: ManifestEdit?
  ) throws(OperationError) -> OperationReport {
    var report = OperationReport([outcome])
    if let edit {
      do { try edit.write() } catch { throw OperationError(any: error) }
    } else if let declared = manifest.tenants.first(where: { $0.name == request.name }), let source = declared.source {
      report.warnings.append(
        Diagnostic(
          .warning, code: "name-differs", "the manifest still says \(request.name): apply would create that tenant anew",
          at: source, hint: "Change the name here to \(request.newName)."))
    }
    return report
  }

  private func edit(
    _ request: RenameRequest, _ schema: SchemaName, _ editor: ManifestEditor?
  ) throws(OperationError) -> ManifestEdit? {
    guard let editor, manifest.tenants.contains(where: { $0.name == request.name }) else { return nil }
    do { return try editor.renaming(request.name, to: request.newName, schema: schema, in: manifest) } catch {
      throw OperationError(any: error)
    }
  }

  private func checkName(_ name: TenantName) throws(OperationError) {
    let shared = manifest.shared
    if let violation = name.violationForTenant(shared: shared.schema, extensions: shared.extensionsSchema) {
      throw OperationError(NameError(kind: TenantName.kind, text: name.text, violation: violation))
    }
  }

  private func schema(for request: RenameRequest, _ tenant: PlacedTenant) throws(OperationError) -> SchemaName {
    let present = tenant.record.schema
    if request.keepsSchema { return present }
    if let declared = manifest.tenants.first(where: { $0.name == request.newName }) {
      guard declared.database == tenant.database else {
        throw OperationError(
          .conflicting, code: "placement-differs",
          "Tenant \(request.name) is on database \"\(tenant.database)\", and the manifest has \(request.newName) on "
            + "\"\(declared.database)\".", hint: "Put the database back in the manifest.", at: declared.source)
      }
      return declared.schema
    }
    do {
      let prefix = manifest.defaults.schemaPrefix
      guard try request.name.defaultSchema(prefix: prefix) == present else { return present }
      let schema = try request.newName.defaultSchema(prefix: prefix)
      let shared = manifest.shared
      if let violation = schema.violationForTenant(shared: shared.schema, extensions: shared.extensionsSchema) {
        throw NameError(kind: SchemaName.kind, text: schema.text, violation: violation)
      }
      return schema
    } catch { throw OperationError(any: error) }
  }
}
