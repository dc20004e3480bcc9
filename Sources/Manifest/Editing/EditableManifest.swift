import Names

/// A manifest's text, what stands where in it, and what it is to say.
struct EditableManifest {
  let file: String
  /// What the changed text has to be read as.
  var wanted: Manifest
  let outline: YAMLOutline
  private let original: [UInt8]
  private var edits: TextEdits
  private let mark: [UInt8]
  /// How many entries were added before.
  private var added = 0

  init(_ manifest: Manifest, _ reader: ManifestReader) throws {
    guard let file = manifest.file else { throw ManifestEditError(nil, "there is no manifest to save to") }
    self.file = file
    do throws(FileSystem.ReadFailure) { original = try FileSystem.contents(of: file, limit: ManifestText.limit) } catch {
      throw ManifestEditError(file, "it cannot be read")
    }
    wanted = try reader.read(original, file: file)
    let byteOrderMark: [UInt8] = [0xEF, 0xBB, 0xBF]
    mark = original.starts(with: byteOrderMark) ? byteOrderMark : []
    let text = Array(original.dropFirst(mark.count))
    guard let outline = YAMLOutline(text) else { throw ManifestEditError(file, "it is empty") }
    self.outline = outline
    edits = TextEdits(text)
  }

  /// The entries of the tenants.
  var entries: [Int] { outline.entry("tenants", of: 0).map { outline.items(of: $0.value) } ?? [] }

  /// Puts another text in the place of a scalar, in quotes where it was in quotes.
  mutating func replace(_ node: Int, with text: String) {
    let node = outline.nodes[node]
    let quote = edits.character(at: node.start)
    let isQuoted = quote == "\"" || quote == "'"
    edits.replace(node.start..<node.end, with: isQuoted ? "\(quote ?? "\"")\(text)\(quote ?? "\"")" : YAMLText.scalar(text))
  }

  /// Adds a field behind another one of an entry.
  mutating func insert(_ field: String, after other: (key: Int, value: Int), in entry: Int) {
    let end = outline.nodes[other.value].end
    if outline.nodes[entry].isFlow {
      edits.insert(", " + field, at: end)
    } else {
      let blanks = String(repeating: " ", count: outline.nodes[other.key].column)
      edits.insert(edits.lineBreak + blanks + field, at: edits.lineEnd(after: end))
    }
  }

  /// Adds an entry at the end of the list, written as the entry before it.
  mutating func append(_ tenant: TenantDeclaration) {
    defer { added += 1 }
    let defaults = wanted.defaults
    var expected = tenant
    expected.template = tenant.template ?? defaults.template
    wanted.tenants.append(expected)
    guard let list = outline.entry("tenants", of: 0) else {
      let start = added > 0 || edits.count == 0 || edits.character(at: edits.count - 1) == "\n" ? "" : edits.lineBreak
      let head = added > 0 ? "" : start + "tenants:" + edits.lineBreak
      let entry = YAMLText.block(tenant, defaults, indentation: 2, lineBreak: edits.lineBreak)
      return edits.insert(head + "  " + entry + edits.lineBreak, at: edits.count)
    }
    let node = outline.nodes[list.value]
    switch (node.kind, node.isFlow) {
    case (.sequence, true): appendFlow(tenant, to: node)
    case (.sequence, false): appendBlock(tenant, at: node.column, behind: node)
    default:
      // An empty value: nothing stands behind the key, or "~".
      if node.start == node.end {
        let key = outline.nodes[list.key]
        appendBlock(tenant, at: key.column + 2, behind: key)
      } else {
        edits.replace(node.start..<node.end, with: "[\(YAMLText.flow(tenant, defaults))]")
      }
    }
  }

  private mutating func appendBlock(_ tenant: TenantDeclaration, at column: Int, behind node: YAMLOutline.Node) {
    let isFlow = node.children.last.map { outline.nodes[$0].isFlow } == true
    let entry =
      isFlow
      ? "- " + YAMLText.flow(tenant, wanted.defaults)
      : YAMLText.block(tenant, wanted.defaults, indentation: column, lineBreak: edits.lineBreak)
    let blanks = String(repeating: " ", count: column)
    edits.insert(edits.lineBreak + blanks + entry, at: edits.lineEnd(after: node.end))
  }

  private mutating func appendFlow(_ tenant: TenantDeclaration, to node: YAMLOutline.Node) {
    let entry = YAMLText.flow(tenant, wanted.defaults)
    guard let last = node.children.last.map({ outline.nodes[$0] }) else {
      return edits.insert((added > 0 ? ", " : "") + entry, at: node.start + 1)
    }
    let next = edits.content(after: last.end)
    let hasComma = edits.character(at: next) == ","
    let lineEnd = edits.lineEnd(after: last.end)
    // A list with an entry on each line gets another line; comments behind the last entry stay with it.
    guard let indentation = edits.indentation(before: last.start), edits.content(after: hasComma ? next + 1 : next) > lineEnd
    else {
      return edits.insert(", " + entry, at: last.end)
    }
    if !hasComma, added == 0 { edits.insert(",", at: last.end) }
    let comma = hasComma ? "," : ""
    let separator = !hasComma && added > 0 ? "," : ""
    edits.insert(
      separator + edits.lineBreak + String(repeating: " ", count: indentation) + entry + comma, at: lineEnd)
  }

  /// The change, checked.
  func edit(_ reader: ManifestReader) throws -> ManifestEdit {
    let bytes = mark + edits.result()
    let found: Manifest
    do { found = try reader.read(bytes, file: file) } catch {
      let reason = error.diagnostics.first.map { "\($0.location): \($0.message)" } ?? ""
      throw ManifestEditError(file, "the changed text would be wrong (\(reason)); change it by hand")
    }
    guard found.withoutPlaces == wanted.withoutPlaces else {
      throw ManifestEditError(file, "it is written in a way that cannot be changed safely; change it by hand")
    }
    return ManifestEdit(file: file, original: original, changed: bytes)
  }
}

extension Manifest {
  /// The manifest without the places where things stand.
  fileprivate var withoutPlaces: Manifest {
    var manifest = self
    for index in manifest.databases.indices { manifest.databases[index].source = nil }
    for index in manifest.templates.indices { manifest.templates[index].source = nil }
    for index in manifest.tenants.indices { manifest.tenants[index].source = nil }
    return manifest
  }
}
