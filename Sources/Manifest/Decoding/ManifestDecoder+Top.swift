import Names

extension ManifestDecoder {
  /// Reads the whole manifest.
  mutating func manifest() -> ManifestDraft {
    var draft = ManifestDraft()
    guard !tree.nodes.isEmpty, !tree.isNull(0) else {
      if !tree.isTruncated {
        findings.report(
          .malformed, "empty-manifest", line: 1, column: 1, "the manifest is empty",
          hint: "Write \"version: 1\" and \"databases:\" at least.")
      }
      return draft
    }
    guard let fields = fields(of: 0, .top) else { return draft }
    version(fields)
    databases(fields, into: &draft)
    if let node = fields["shared"] { draft.shared = shared(node) }
    if let node = fields["templates"] { templates(node, into: &draft) }
    if let node = fields["defaults"] { draft.defaults = defaults(node) }
    if let node = fields["tenants"] { tenants(node, into: &draft) }
    return draft
  }

  private mutating func version(_ fields: Fields) {
    guard let node = fields["version"] else {
      reportMissing("version", in: fields, .top, hint: "Write \"version: 1\" at the top.")
      return
    }
    guard let value = text(node, "the version"), value.text != "1" else { return }
    report(
      .malformed, "unsupported-version", at: node, "version \(value.shown) is not known", hint: "Write \"version: 1\".")
  }

  private mutating func shared(_ node: Int) -> SharedDraft {
    var draft = SharedDraft()
    guard let fields = fields(of: node, .shared) else { return draft }
    if let node = fields["schema"] { draft.schema = Draft(managedSchema(node), node: node) }
    if let node = fields["extensions_schema"] { draft.extensionsSchema = Draft(managedSchema(node), node: node) }
    if let node = fields["migrations"] { draft.migrations = existing(.folder, node, "the folder of migrations") }
    return draft
  }

  /// Reads a schema that the tool manages: none of the system's, not the ledger's.
  private mutating func managedSchema(_ node: Int) -> Located<SchemaName>? {
    guard let schema = name(node, SchemaName.self) else { return nil }
    let text = schema.value.text
    guard text.hasPrefix("pg_") || text == "information_schema" || schema.value == .ledger || text == "temp" else {
      return schema
    }
    report(
      .malformed, "invalid-name", at: node, "schema name \(Shown.text(text)) is reserved",
      hint: "Choose another schema, for example \"app\".")
    return nil
  }

  private mutating func defaults(_ node: Int) -> DefaultsDraft {
    var draft = DefaultsDraft()
    guard let fields = fields(of: node, .defaults) else { return draft }
    draft.node = node
    if let node = fields["database"] { draft.database = Draft(name(node, DatabaseName.self), node: node) }
    if let node = fields["template"] { draft.template = Draft(name(node, TemplateName.self), node: node) }
    if let node = fields["isolation"] { draft.isolation = choice(node, "the isolation", Isolation.self) ?? .qualified }
    if let node = fields["schema_prefix"] { draft.schemaPrefix = Draft(schemaPrefix(node), node: node) }
    if let node = fields["lock_timeout"] { draft.lockTimeout = Draft(duration(node, "lock_timeout"), node: node) }
    if let node = fields["statement_timeout"] {
      draft.statementTimeout = Draft(duration(node, "statement_timeout"), node: node)
    }
    if let node = fields["pool"], let pool = self.fields(of: node, .pool), let maximum = pool["max"] {
      draft.poolMaximum = count(maximum, "the pool's max", in: 1...1000) ?? 8
    }
    return draft
  }

  private mutating func schemaPrefix(_ node: Int) -> Located<String>? {
    guard let value = text(node, "schema_prefix") else { return nil }
    let hint = "Use lower-case letters, digits and underscores, at most 15 bytes, for example \"t_\"."
    let reason: String? =
      if value.text.utf8.count > 15 {
        "is longer than 15 bytes"
      } else if !value.text.isEmpty, SchemaName.violation(of: value.text) != nil {
        "must match ^[a-z_][a-z0-9_]*$"
      } else if value.text.hasPrefix("pg_") {
        "is reserved: PostgreSQL keeps names that start with pg_"
      } else {
        nil
      }
    guard let reason else { return Located(value: value.text, node: node) }
    report(.malformed, "invalid-value", at: node, "schema_prefix \(value.shown) \(reason)", hint: hint)
    return nil
  }
}
