import Manifest
import Names

/// What must be true of every manifest that is accepted, checked a second time.
enum ManifestOpinion {
  /// What is wrong with it, or nil.
  static func objection(to manifest: Manifest, text: [UInt8]) -> String? {
    bytes(text) ?? names(manifest) ?? uniqueness(manifest) ?? references(manifest) ?? values(manifest)
      ?? transport(manifest, text: text)
  }

  private static func bytes(_ text: [UInt8]) -> String? {
    guard let string = String(validating: text, as: UTF8.self) else { return "it is not UTF-8" }
    for (index, scalar) in string.unicodeScalars.enumerated() where NameOpinion.hides(scalar) {
      if scalar == "\n" || scalar == "\r" || scalar == "\t" { continue }
      // Between quotes a line separator is text; as a break it is refused, which needs a reader of YAML to tell apart.
      if scalar.value == 0x85 { continue }
      return "it holds U+\(String(scalar.value, radix: 16)) at \(index)"
    }
    return nil
  }

  private static func names(_ manifest: Manifest) -> String? {
    for tenant in manifest.tenants {
      if !NameOpinion.isTenant(tenant.name.text) { return "tenant name \(tenant.name.text)" }
      if !NameOpinion.isSchema(tenant.schema.text) { return "schema \(tenant.schema.text)" }
      let taken: Set = ["public", "information_schema", "tenantry", "main", "temp"]
      if taken.contains(tenant.schema.text) || tenant.schema.text.hasPrefix("pg_") { return "reserved schema \(tenant.schema)" }
      if tenant.schema == manifest.shared.schema || tenant.schema == manifest.shared.extensionsSchema {
        return "tenant in the shared schema \(tenant.schema)"
      }
      if let bad = tenant.domains.first(where: { !NameOpinion.isDomain($0.text) }) { return "domain \(bad.text)" }
      for (key, value) in tenant.labels {
        if !NameOpinion.isLabelKey(key.text) { return "label \(key.text)" }
        if value.text.unicodeScalars.count > 256 || value.text.unicodeScalars.contains(where: NameOpinion.hides) {
          return "value of label \(key.text)"
        }
      }
    }
    for template in manifest.templates where !NameOpinion.isWords(template.name.text) { return "template \(template.name.text)" }
    return manifest.databases.first { !NameOpinion.isWords($0.name.text) }.map { "database \($0.name.text)" }
  }

  private static func uniqueness(_ manifest: Manifest) -> String? {
    func twice(_ texts: [String]) -> String? {
      let sorted = texts.sorted()
      return zip(sorted, sorted.dropFirst()).first { $0 == $1 }?.0
    }
    if let name = twice(manifest.tenants.map(\.name.text)) { return "tenant \(name) twice" }
    if let name = twice(manifest.databases.map(\.name.text)) { return "database \(name) twice" }
    if let name = twice(manifest.templates.map(\.name.text)) { return "template \(name) twice" }
    if let name = twice(manifest.tenants.flatMap(\.domains).map(\.text)) { return "domain \(name) twice" }
    let places = manifest.tenants.map { tenant in
      let location = manifest.databases.first { $0.name == tenant.database }?.location
      switch location {
      case .postgres(let server): return "\(server.host):\(server.port)/\(server.database) \(tenant.schema)"
      case .sqliteDirectory(let path), .sqliteFile(let path): return "\(path) \(tenant.schema)"
      case nil: return "\(tenant.database) \(tenant.schema)"
      }
    }
    return twice(places).map { "schema \($0) twice" }
  }

  private static func references(_ manifest: Manifest) -> String? {
    let databases = Set(manifest.databases.map(\.name))
    let templates = Dictionary(manifest.templates.map { ($0.name, $0) }, uniquingKeysWith: { first, _ in first })
    if !databases.contains(manifest.defaults.database) { return "home \(manifest.defaults.database)" }
    if let name = manifest.defaults.template, templates[name] == nil { return "default template \(name)" }
    for tenant in manifest.tenants {
      if !databases.contains(tenant.database) { return "database \(tenant.database) of \(tenant.name)" }
      if let name = tenant.template, templates[name] == nil { return "template \(name) of \(tenant.name)" }
    }
    for template in manifest.templates {
      var (seen, current): (Set<TemplateName>, TemplateName?) = ([], template.name)
      while let name = current {
        if !seen.insert(name).inserted { return "cycle through template \(name)" }
        guard let found = templates[name] else { return "base template \(name)" }
        current = found.extends
      }
    }
    return nil
  }

  private static func values(_ manifest: Manifest) -> String? {
    let defaults = manifest.defaults
    if !(1...1000).contains(defaults.poolMaximum) { return "pool \(defaults.poolMaximum)" }
    if defaults.schemaPrefix.utf8.count > 15 { return "prefix \(defaults.schemaPrefix)" }
    if defaults.lockTimeout >= defaults.statementTimeout { return "lock timeout \(defaults.lockTimeout)" }
    if defaults.lockTimeout <= .zero { return "lock timeout \(defaults.lockTimeout)" }
    let paths = manifest.templates.flatMap { [$0.migrations, $0.seed] } + [manifest.shared.migrations]
    for path in paths.compactMap({ $0 }) where path.split(separator: "/").contains("..") || path.hasPrefix("/") {
      return "path \(path)"
    }
    return nil
  }

  /// Nobody may listen in: a server that is not this machine is checked in full, unless the text says otherwise.
  private static func transport(_ manifest: Manifest, text: [UInt8]) -> String? {
    let isAllowed = String(decoding: text, as: UTF8.self).contains("allow_insecure")
    for declaration in manifest.databases {
      guard case .postgres(let server) = declaration.location, !isAllowed else { continue }
      let isHere = server.endpoints.map(\.host).allSatisfy { host in
        host.hasPrefix("/") || host.lowercased() == "localhost" || host.hasPrefix("127.") || host.hasSuffix(":1")
          || host.hasSuffix(":1]") || host.hasSuffix(":0001")
      }
      if !isHere, let mode = server.sslMode, mode != .verifyFull { return "sslmode \(mode.rawValue) for \(server.host)" }
    }
    return nil
  }
}
