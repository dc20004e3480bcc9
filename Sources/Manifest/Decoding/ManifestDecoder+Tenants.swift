import Names

extension ManifestDecoder {
  mutating func templates(_ node: Int, into draft: inout ManifestDraft) {
    guard let pairs = namedPairs(of: node, "\"templates\"") else {
      draft.knowsTemplates = false
      return
    }
    for (name, key, value) in pairs {
      let valid = self.name(ofKey: name, key, TemplateName.self)
      draft.templates.append(template(name, valid, key, value))
    }
  }

  private mutating func template(_ text: String, _ name: TemplateName?, _ key: Int, _ node: Int) -> TemplateDraft {
    var draft = TemplateDraft(name: text, key: key)
    guard !tree.isNull(node) else {
      draft.declaration = name.map { TemplateDeclaration(name: $0, source: location(of: key)) }
      return draft
    }
    guard let fields = fields(of: node, .template) else { return draft }
    if let node = fields["extends"] { draft.extends = Draft(self.name(node, TemplateName.self), node: node) }
    let migrations = fields["migrations"].flatMap { existing(.folder, $0, "the folder of migrations") }
    let seed = fields["seed"].flatMap { existing(.file, $0, "the seed") }
    let extensions = fields["extensions"].map { self.extensions($0) } ?? []
    guard let name else { return draft }
    draft.declaration = TemplateDeclaration(
      name: name, extends: draft.extends.value, migrations: migrations, seed: seed, extensions: extensions,
      source: location(of: key))
    return draft
  }

  private mutating func extensions(_ node: Int) -> [ExtensionName] {
    let items = items(of: node, "\"extensions\"", hint: "Write [citext, pg_trgm].") ?? []
    var seen: Set<ExtensionName> = []
    var result: [ExtensionName] = []
    for item in items {
      guard let name = name(item, ExtensionName.self) else { continue }
      if seen.insert(name.value).inserted {
        result.append(name.value)
      } else {
        report(
          .conflicting, "duplicate-extension", at: item, "the extension \(name.value.text.escapedForDisplay) comes twice",
          hint: "Keep one of them.")
      }
    }
    return result
  }

  mutating func tenants(_ node: Int, into draft: inout ManifestDraft) {
    guard let items = items(of: node, "\"tenants\"", hint: "Write a list: \"- name: acme\".") else {
      draft.knowsTenants = false
      return
    }
    draft.tenants.reserveCapacity(items.count)
    for item in items {
      if let tenant = tenant(item) { draft.tenants.append(tenant) } else { draft.knowsTenants = false }
    }
  }

  private mutating func tenant(_ node: Int) -> TenantDraft? {
    guard tree.nodes[node].kind != .scalar else {
      report(.malformed, "wrong-type", at: node, "a tenant has to be a mapping", hint: "Write \"- name: acme\".")
      return nil
    }
    guard let fields = fields(of: node, .tenant) else { return nil }
    var draft = TenantDraft(node: node)
    if let node = fields["name"] {
      draft.name = Draft(name(node, TenantName.self), node: node)
    } else {
      reportMissing("name", in: fields, .tenant, hint: "Write \"name: acme\".")
    }
    if let node = fields["schema"] { draft.schema = Draft(name(node, SchemaName.self), node: node) }
    if let node = fields["database"] { draft.database = Draft(name(node, DatabaseName.self), node: node) }
    if let node = fields["template"] { draft.template = Draft(name(node, TemplateName.self), node: node) }
    if let node = fields["isolation"] { draft.isolation = choice(node, "the isolation", Isolation.self) }
    if let node = fields["state"] { draft.state = choice(node, "the state", TenantState.self) ?? .active }
    if let node = fields["labels"] { draft.labels = labels(node) }
    if let node = fields["domains"] { draft.domains = domains(node) }
    if let node = fields["clone_from"] { draft.cloneFrom = cloneSource(node) }
    return draft
  }

  private mutating func labels(_ node: Int) -> [LabelKey: LabelValue] {
    var labels: [LabelKey: LabelValue] = [:]
    for (text, key, value) in namedPairs(of: node, "\"labels\"") ?? [] {
      let name = name(ofKey: text, key, LabelKey.self)
      guard !tree.isNull(value), let label = self.name(value, LabelValue.self), let name else { continue }
      labels[name] = label.value
    }
    return labels
  }

  private mutating func domains(_ node: Int) -> [Located<DomainName>] {
    let items = items(of: node, "\"domains\"", hint: "Write a list: [acme.example.com].") ?? []
    var result: [Located<DomainName>] = []
    for item in items {
      if let domain = name(item, DomainName.self) { result.append(domain) }
    }
    return result
  }

  private mutating func cloneSource(_ node: Int) -> Located<TenantDeclaration.CloneSource>? {
    if tree.nodes[node].kind == .scalar {
      return name(node, TenantName.self).map { Located(value: .init(tenant: $0.value), node: node) }
    }
    guard let fields = fields(of: node, .cloneSource) else { return nil }
    let data = fields["data"].flatMap { flag($0, "data") } ?? false
    let mask = fields["mask"].flatMap { existing(.file, $0, "the mask") }
    guard let tenant = fields["tenant"] else {
      reportMissing("tenant", in: fields, .cloneSource, hint: "Write \"clone_from: NAME\", or {tenant: NAME, data: true}.")
      return nil
    }
    return name(tenant, TenantName.self).map {
      Located(value: .init(tenant: $0.value, includesData: data, mask: mask), node: tenant)
    }
  }
}
