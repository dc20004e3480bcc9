import Names

/// Everything that has to be unique, and everything that two values have to agree on.
struct PlacementCheck {
  private let shared: SchemaName?
  private let extensions: SchemaName?
  private let prefix: String?
  private let home: DatabaseName?
  /// The location of each database, by name.
  private var locations: [DatabaseName: DatabaseLocation] = [:]
  /// What tells its physical database from others.
  private var identities: [DatabaseName: String] = [:]

  init(_ draft: ManifestDraft, paths: ManifestPaths) {
    shared = draft.shared.schema.value(orDefault: .public)
    extensions = draft.shared.extensionsSchema.value(orDefault: .extensions)
    prefix = draft.defaults.schemaPrefix.value(orDefault: Defaults(database: .main).schemaPrefix)
    home = draft.defaults.database.value(orDefault: .main)
    var servers = SharedServers()
    for database in draft.databases {
      guard let declaration = database.declaration else { continue }
      locations[declaration.name] = declaration.location
      switch declaration.location {
      case .postgres(let location): servers.add(location)
      case .sqliteDirectory(let path), .sqliteFile(let path): identities[declaration.name] = paths.identity(path)
      }
    }
    for (name, location) in locations {
      if case .postgres(let location) = location { identities[name] = servers.identity(of: location) }
    }
  }

  func run(_ draft: inout ManifestDraft, _ decoder: inout ManifestDecoder) {
    timeouts(draft.defaults, &decoder)
    managedSchemas(draft.shared, &decoder)
    var names: [TenantName: Int] = [:]
    var places: [String: (node: Int, name: TenantName?)] = [:]
    var domains: [DomainName: Int] = [:]
    names.reserveCapacity(draft.tenants.count)
    places.reserveCapacity(draft.tenants.count)
    for offset in draft.tenants.indices {
      name(of: draft.tenants[offset], &names, &decoder)
      draft.tenants[offset].resolvedSchema = schema(of: draft.tenants[offset], &decoder)
      place(of: draft.tenants[offset], &places, &decoder)
      for domain in draft.tenants[offset].domains { self.domain(domain, &domains, &decoder) }
    }
  }

  // MARK: - Defaults and managed schemas

  private func timeouts(_ defaults: DefaultsDraft, _ decoder: inout ManifestDecoder) {
    let standard = Defaults(database: .main)
    guard let lock = defaults.lockTimeout.value(orDefault: standard.lockTimeout),
      let statement = defaults.statementTimeout.value(orDefault: standard.statementTimeout), lock >= statement,
      let node = defaults.lockTimeout.node ?? defaults.statementTimeout.node
    else { return }
    decoder.report(
      .conflicting, "timeout-order", at: node, "lock_timeout is not below statement_timeout",
      hint: "A statement would end before it could wait that long. The defaults are 3s and 60s.")
  }

  private func managedSchemas(_ draft: SharedDraft, _ decoder: inout ManifestDecoder) {
    guard let shared, let extensions, shared == extensions,
      let node = later(draft.schema.node, draft.extensionsSchema.node)
    else { return }
    decoder.report(
      .conflicting, "duplicate-schema", at: node, "the shared schema and the schema of extensions are the same",
      hint: "Extensions need a schema that only the tool writes to. Choose another one for them.")
  }

  private func later(_ first: Int?, _ second: Int?) -> Int? {
    [first, second].compactMap { $0 }.max()
  }

  // MARK: - Tenants

  private func name(of tenant: TenantDraft, _ names: inout [TenantName: Int], _ decoder: inout ManifestDecoder) {
    guard case .right(let name) = tenant.name else { return }
    if let violation = name.value.violationForTenant(shared: shared ?? .public, extensions: extensions ?? .extensions) {
      decoder.report(
        .conflicting, "reserved-name", at: name.node, "tenant name \(name.value.text.escapedForDisplay) \(violation.reason)",
        hint: violation.hint)
    }
    guard let first = names[name.value] else {
      names[name.value] = name.node
      return
    }
    let line = decoder.line(of: first)
    decoder.report(
      .conflicting, "duplicate-name", at: name.node, "there is a tenant \(name.value.text.escapedForDisplay) already",
      hint: "It is at \(line). Names are unique in the fleet.")
  }

  /// The schema with its default, when a tenant may have it.
  private func schema(of tenant: TenantDraft, _ decoder: inout ManifestDecoder) -> SchemaName? {
    let schema: SchemaName
    let node: Int
    switch tenant.schema {
    case .wrong: return nil
    case .right(let located): (schema, node) = (located.value, located.node)
    case .absent:
      guard let prefix, case .right(let name) = tenant.name, let standard = try? name.value.defaultSchema(prefix: prefix) else {
        return nil
      }
      (schema, node) = (standard, name.node)
    }
    let violation = schema.violationForTenant(shared: shared ?? .public, extensions: extensions ?? .extensions)
    guard let violation else { return schema }
    let isReserved = schema.text.hasPrefix("pg_") || SchemaName.reserved.contains(schema.text)
    decoder.report(
      isReserved ? .malformed : .conflicting, isReserved ? "invalid-name" : "duplicate-schema", at: node,
      "schema name \(schema.text.escapedForDisplay) \(violation.reason)", hint: violation.hint)
    return nil
  }

  private func place(
    of tenant: TenantDraft, _ places: inout [String: (node: Int, name: TenantName?)], _ decoder: inout ManifestDecoder
  ) {
    guard let database = tenant.database.value(orDefault: home), let location = locations[database],
      let identity = identities[database], let schema = tenant.resolvedSchema
    else { return }
    let nameNode = tenant.name.node ?? tenant.node
    let (key, node): (String, Int) =
      switch location {
      case .postgres: (identity + " " + schema.text, tenant.schema.node ?? nameNode)
      // One file per schema, named after it.
      case .sqliteDirectory: (identity + "/" + schema.text + ".db", tenant.schema.node ?? nameNode)
      case .sqliteFile: (identity, tenant.database.node ?? nameNode)
      }
    guard let first = places[key] else {
      places[key] = (nameNode, tenant.name.value)
      return
    }
    // A copied entry is one mistake, and its name has been reported.
    if let name = tenant.name.value, first.name == name, tenant.schema.node == nil { return }
    let line = decoder.line(of: first.node)
    if case .sqliteFile = location {
      decoder.report(
        .conflicting, "shared-file", at: node, "another tenant lives in this SQLite file already",
        hint: "It is at \(line). Use a directory (sqlite:PATH), which has a file for each tenant.")
    } else {
      decoder.report(
        .conflicting, "duplicate-schema", at: node,
        "the schema \(schema.text.escapedForDisplay) of this database belongs to another tenant already",
        hint: "It is at \(line). Give one of them another \"schema\" or \"database\".")
    }
  }

  private func domain(_ domain: Located<DomainName>, _ domains: inout [DomainName: Int], _ decoder: inout ManifestDecoder) {
    guard let first = domains[domain.value] else {
      domains[domain.value] = domain.node
      return
    }
    let line = decoder.line(of: first)
    decoder.report(
      .conflicting, "duplicate-domain", at: domain.node, "the domain \(domain.value.text.escapedForDisplay) is taken",
      hint: "It is at \(line). A domain leads to one tenant.")
  }
}
