import Names

/// Values written as YAML: plain where nothing can be misread, in quotes elsewhere.
enum YAMLText {
  static func scalar(_ text: String) -> String {
    let isSimple = text.utf8.allSatisfy { byte in
      (UInt8(ascii: "a")...UInt8(ascii: "z")).contains(byte | 0x20) || (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(byte)
        || byte == UInt8(ascii: "_") || byte == UInt8(ascii: "-") || byte == UInt8(ascii: ".")
    }
    if isSimple, let first = text.utf8.first, first != UInt8(ascii: "-"), first != UInt8(ascii: "."), text != "null" {
      return text
    }
    return "\"" + text.replacing("\\", with: "\\\\").replacing("\"", with: "\\\"") + "\""
  }

  /// An entry's fields after the name, in the order in which the documentation has them.
  static func fields(of tenant: TenantDeclaration, _ defaults: Defaults) -> [(key: String, value: String)] {
    var fields = [("name", scalar(tenant.name.text))]
    if (try? tenant.name.defaultSchema(prefix: defaults.schemaPrefix)) != tenant.schema {
      fields.append(("schema", scalar(tenant.schema.text)))
    }
    if tenant.database != defaults.database { fields.append(("database", scalar(tenant.database.text))) }
    if let template = tenant.template, template != defaults.template { fields.append(("template", scalar(template.text))) }
    if tenant.isolation != defaults.isolation { fields.append(("isolation", tenant.isolation.rawValue)) }
    if tenant.state != .active { fields.append(("state", tenant.state.rawValue)) }
    if !tenant.labels.isEmpty {
      let labels = tenant.labels.sorted { $0.key < $1.key }.map { scalar($0.key.text) + ": " + scalar($0.value.text) }
      fields.append(("labels", "{" + labels.joined(separator: ", ") + "}"))
    }
    if !tenant.domains.isEmpty {
      fields.append(("domains", "[" + tenant.domains.map { scalar($0.text) }.joined(separator: ", ") + "]"))
    }
    return fields
  }

  /// The entry in braces.
  static func flow(_ tenant: TenantDeclaration, _ defaults: Defaults) -> String {
    "{" + fields(of: tenant, defaults).map { "\($0.key): \($0.value)" }.joined(separator: ", ") + "}"
  }

  /// The entry as lines below a dash.
  static func block(_ tenant: TenantDeclaration, _ defaults: Defaults, indentation: Int, lineBreak: String) -> String {
    let blanks = String(repeating: " ", count: indentation + 2)
    return "- " + fields(of: tenant, defaults).map { "\($0.key): \($0.value)" }.joined(separator: lineBreak + blanks)
  }
}
