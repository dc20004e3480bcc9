import Names

/// Everything that names something else: it has to be there, and nothing may lead back to itself.
struct ReferenceCheck {
  private let draft: ManifestDraft
  private let databases: Set<String>
  private let templates: Set<String>

  init(_ draft: ManifestDraft) {
    self.draft = draft
    databases = Set(draft.databases.map(\.name))
    templates = Set(draft.templates.map(\.name))
  }

  func run(_ decoder: inout ManifestDecoder) {
    // What was cut off may be what is referred to.
    guard !decoder.tree.isTruncated else { return }
    home(&decoder)
    resolve(draft.defaults.template, &decoder)
    for template in draft.templates { resolve(template.extends, &decoder) }
    for tenant in draft.tenants {
      resolve(tenant.database, &decoder)
      resolve(tenant.template, &decoder)
    }
    extendsCycles(&decoder)
    clones(&decoder)
  }

  private func home(_ decoder: inout ManifestDecoder) {
    guard draft.knowsDatabases else { return }
    guard case .absent = draft.defaults.database else { return resolve(draft.defaults.database, &decoder) }
    guard !databases.contains(DatabaseName.main.text) else { return }
    let example = draft.databases.first?.name ?? "main"
    decoder.report(
      .conflicting, "unresolved-reference", at: draft.defaults.node ?? draft.databasesNode ?? 0,
      "no database is the home: none is called \"main\", and \"defaults\" names none",
      hint: "Write \"defaults: {database: \(SecretRedaction.redacted(value: example))}\", or call one \"main\".")
  }

  private func resolve(_ reference: Draft<DatabaseName>, _ decoder: inout ManifestDecoder) {
    guard draft.knowsDatabases, case .right(let located) = reference, !databases.contains(located.value.text) else { return }
    report(located.value.text, "database", located.node, draft.databases.lazy.map(\.name), &decoder)
  }

  private func resolve(_ reference: Draft<TemplateName>, _ decoder: inout ManifestDecoder) {
    guard draft.knowsTemplates, case .right(let located) = reference, !templates.contains(located.value.text) else { return }
    report(located.value.text, "template", located.node, draft.templates.lazy.map(\.name), &decoder)
  }

  private func report(
    _ text: String, _ kind: String, _ node: Int, _ candidates: some Sequence<String>, _ decoder: inout ManifestDecoder
  ) {
    decoder.report(
      .conflicting, "unresolved-reference", at: node, "there is no \(kind) \(text.escapedForDisplay)",
      hint: Suggestion.nearest(to: text, among: candidates).map { "Did you mean \"\($0)\"?" }
        ?? "Declare it, or name one that the manifest declares.")
  }

  private func extendsCycles(_ decoder: inout ManifestDecoder) {
    var edges: [(from: String, to: String, node: Int)] = []
    for template in draft.templates {
      if case .right(let base) = template.extends { edges.append((template.name, base.value.text, base.node)) }
    }
    for cycle in Cycles.closingEdges(edges) {
      decoder.report(
        .conflicting, "cycle", at: cycle.node, "\"extends\" leads back to where it started: \(cycle.path)",
        hint: "A template extends one that does not depend on it.")
    }
  }

  private func clones(_ decoder: inout ManifestDecoder) {
    guard draft.tenants.contains(where: { $0.cloneFrom != nil }) else { return }
    let names = Set(draft.tenants.compactMap(\.name.value?.text))
    // A name that could not be read may be the one that is meant.
    let knowsAll = draft.knowsTenants && !draft.tenants.contains { $0.name.value == nil }
    var edges: [(from: String, to: String, node: Int)] = []
    for tenant in draft.tenants {
      guard let source = tenant.cloneFrom else { continue }
      let wanted = source.value.tenant.text
      if names.contains(wanted) {
        if let name = tenant.name.value { edges.append((name.text, wanted, source.node)) }
      } else if knowsAll {
        report(wanted, "tenant", source.node, draft.tenants.lazy.compactMap(\.name.value?.text), &decoder)
      }
    }
    for cycle in Cycles.closingEdges(edges) {
      decoder.report(
        .conflicting, "cycle", at: cycle.node, "\"clone_from\" leads back to where it started: \(cycle.path)",
        hint: "One of these tenants has to start without a source.")
    }
  }
}
