package import Names

/// Changes entries of `tenants.yaml` in its text, so that comments, order and style stay as they are.
///
/// The changed text is read again: when it does not say exactly what it should, nothing is written.
package struct ManifestEditor: Sendable {
  private let reader: ManifestReader

  /// - Parameter environment: What the manifest is read with.
  package init(environment: [String: String]) { reader = ManifestReader(environment: environment) }

  /// The manifest with another name for a tenant, and for its schema.
  ///
  /// - Throws: ``DiagnosticsError`` for a manifest that is wrong, ``ManifestEditError`` when the change cannot be made in its text.
  package func renaming(
    _ name: TenantName, to newName: TenantName, schema: SchemaName, in manifest: Manifest
  ) throws -> ManifestEdit {
    var draft = try EditableManifest(manifest, reader)
    let outline = draft.outline
    guard let index = draft.wanted.tenants.firstIndex(where: { $0.name == name }),
      let entry = draft.entries.first(where: { outline.entry("name", of: $0).map { outline.nodes[$0.value].text } == name.text }),
      let field = outline.entry("name", of: entry)
    else { throw ManifestEditError(draft.file, "no entry of tenant \(name) can be found in it") }
    draft.wanted.tenants[index].name = newName
    draft.wanted.tenants[index].schema = schema
    draft.replace(field.value, with: newName.text)
    if let written = outline.entry("schema", of: entry) {
      draft.replace(written.value, with: schema.text)
    } else if (try? newName.defaultSchema(prefix: manifest.defaults.schemaPrefix)) != schema {
      draft.insert("schema: \(YAMLText.scalar(schema.text))", after: field, in: entry)
    }
    for other in draft.wanted.tenants.indices where draft.wanted.tenants[other].cloneFrom?.tenant == name {
      draft.wanted.tenants[other].cloneFrom?.tenant = newName
    }
    for entry in draft.entries {
      guard let source = outline.entry("clone_from", of: entry)?.value else { continue }
      let node = outline.entry("tenant", of: source)?.value ?? source
      if outline.nodes[node].text == name.text { draft.replace(node, with: newName.text) }
    }
    return try draft.edit(reader)
  }

  /// The manifest with more tenants at the end of its list.
  ///
  /// - Throws: As ``renaming(_:to:schema:in:)``.
  package func adding(_ tenants: [TenantDeclaration], to manifest: Manifest) throws -> ManifestEdit {
    var draft = try EditableManifest(manifest, reader)
    for tenant in tenants { draft.append(tenant) }
    return try draft.edit(reader)
  }
}

/// Why a manifest's text was not changed.
package struct ManifestEditError: Error, Sendable, Equatable, CustomStringConvertible {
  /// The file; nil when there is none.
  package var file: String?
  /// The reason, as the end of a sentence.
  package var reason: String

  init(_ file: String?, _ reason: String) {
    self.file = file
    self.reason = reason
  }

  package var description: String { "\(file ?? "the manifest") was not changed: \(reason)" }
}
