extension ModelDeclaration {
  /// Everything that the database has to know.
  var descriptorProperty: String {
    let arguments = [
      Source.literal(name), "table: \(Source.identifier(table))", Source.argument("kind", kind),
      "fields: \(Source.list(fields.map { $0.property.fieldDescriptor(keySource: keySource(of: $0)) }) ?? "[]")",
      "primaryKey: [\(key.map { "\($0.place)" }.joined(separator: ", "))]",
      Source.argument("relations", Source.list(relations.compactMap(\.relationDescriptor))),
      Source.argument("uniques", Source.list(uniqueDescriptors)), Source.argument("checks", Source.list(checkDescriptors)),
      Source.argument("indexes", Source.list(indexDescriptors)), Source.argument("comment", comment),
    ]
    return """
      \(access.prefix)static let descriptor: ModelDescriptor = ModelDescriptor(
      \(arguments.compactMap(\.self).joined(separator: ",\n"))
      )
      """
  }

  private func keySource(of field: Field) -> KeySource { field.property.keySource == nil ? .natural : source(ofKey: field) }

  // MARK: - Rules

  private var uniqueDescriptors: [String] {
    let single = fields.filter { $0.property.column?.isUnique == true || $0.property.reference?.isUnique == true }
    return single.map { "UniqueDescriptor([\($0.place)])" }
      + rules.filter { $0.kind == .unique }.map { rule in
        Source.call(
          "UniqueDescriptor", "[\(places(of: rule))]", rule.nameArgument,
          Source.argument("nullsAreEqual", rule.arguments.source("nullsAreEqual")),
          Source.argument("isDeferred", rule.arguments.source("deferred")))
      }
  }

  private var checkDescriptors: [String] {
    fields.compactMap { $0.property.column?.check.map { "CheckDescriptor(\($0))" } }
      + rules.compactMap { rule in rule.condition.map { Source.call("CheckDescriptor", $0, rule.nameArgument) } }
  }

  private var indexDescriptors: [String] {
    let firstOfKey = key.first?.place
    let single = fields.filter { field in
      if field.property.column?.isIndexed == true { return true }
      // A foreign key is looked up whenever a row on the other side is deleted.
      guard let reference = field.property.reference else { return false }
      return reference.isIndexed && !reference.isUnique && field.place != firstOfKey
    }
    return single.map { "IndexDescriptor(fields: [\($0.place)])" } + rules.filter { $0.kind == .index }.map(indexDescriptor(of:))
  }

  private func indexDescriptor(of rule: TableRule) -> String {
    let parts = rule.parts.map { part in
      switch part {
      case .field(let name, let isDescending):
        "IndexDescriptor.Part(.field(\(place(of: name)))\(isDescending ? ", isDescending: true" : ""))"
      case .expression(let source): "IndexDescriptor.Part(.expression(\(source)))"
      }
    }
    let including = rule.including.flatMap { name in
      fields.first { $0.property.name == name }?.property.knownColumnNames ?? []
    }
    return Source.call(
      "IndexDescriptor", "[\(parts.joined(separator: ", "))]", rule.nameArgument,
      Source.argument("isUnique", rule.arguments.source("unique")), Source.argument("method", rule.arguments.source("method")),
      including.isEmpty ? nil : "including: [\(including.map(Source.identifier).joined(separator: ", "))]",
      Source.argument("where", rule.arguments.source("where")))
  }

  private func places(of rule: TableRule) -> String {
    rule.parts.compactMap { if case .field(let name, _) = $0 { "\(place(of: name))" } else { nil } }.joined(separator: ", ")
  }

  private func place(of name: String) -> Int { fields.first { $0.property.name == name }?.place ?? 0 }
}

extension TableRule {
  fileprivate var nameArgument: String? {
    arguments["name"]?.literalText.map { "name: \(Source.identifier($0))" }
  }
}
