extension PropertyDeclaration {
  /// The source of its descriptor.
  func fieldDescriptor(keySource: KeySource = .natural) -> String {
    let name = Source.literal(name)
    let isNullable = Source.argument("isNullable", type.isOptional ? "true" : nil)
    switch kind {
    case .column(let options): return "FieldDescriptor.column(\(name), \(columnDescriptor(options, keySource)))"
    case .reference(let options):
      let names = options.names.isEmpty ? nil : "names: [\(options.names.map(Source.identifier).joined(separator: ", "))]"
      return Source.call(
        "FieldDescriptor.reference", name, "to: \(options.target).self", "prefix: \(Source.literal(Naming.snakeCase(self.name)))",
        names,
        isNullable, Source.argument("comment", options.comment), options.rules)
    case .group(let prefix):
      return Source.call(
        "FieldDescriptor.group", name, "of: \(type.wrappedText).self", "prefix: \(Source.literal(prefix))", isNullable)
    case .relation, .transient: return ""
    }
  }

  private func columnDescriptor(_ options: ColumnOptions, _ keySource: KeySource) -> String {
    Source.call(
      "ColumnDescriptor", Source.identifier(columnName), options.type ?? "\(type.wrappedText).columnType",
      Source.argument("isNullable", type.isOptional ? "true" : nil), Source.argument("source", source(options, keySource)),
      Source.argument("saveAction", options.onSave), Source.argument("collation", options.collation.map(Source.identifier)),
      Source.argument("isSecret", isSecret ? "true" : nil), Source.argument("comment", options.comment))
  }

  private func source(_ options: ColumnOptions, _ keySource: KeySource) -> String? {
    if let expression = options.generated { return ".generated(\(expression), isStored: \(options.isStored))" }
    if let value = options.defaultValue ?? options.defaultOfSaveAction { return ".given(default: \(value))" }
    switch keySource {
    case .identity: return ".identity(always: false)"
    case .identityAlways: return ".identity(always: true)"
    case .uuid, .natural, .automatic: return nil
    }
  }

  /// The source of its descriptor as a relation without a column.
  var relationDescriptor: String? {
    guard let relation else { return nil }
    let kind =
      switch relation.kind {
      case .hasMany: ".hasMany"
      case .hasOne: ".hasOne"
      case .manyToMany(let through): ".manyToMany(through: \(through).self)"
      }
    return "RelationDescriptor(\(Source.literal(name)), to: \(relation.target).self, \(kind))"
  }
}

extension ColumnOptions {
  /// What a new row begins with in a column that is written on every save.
  fileprivate var defaultOfSaveAction: String? {
    guard let onSave else { return nil }
    return onSave.hasSuffix("touch") ? ".now" : ".value(.integer(1))"
  }
}

extension ReferenceOptions {
  /// The source of its rules; nil where none are given.
  fileprivate var rules: String? {
    let arguments = [
      Source.argument("onDelete", onDelete), Source.argument("onUpdate", onUpdate), Source.argument("isConstraint", isConstraint),
      Source.argument("isDeferred", isDeferred), Source.argument("inverse", inverse.map(Source.literal)),
    ].compactMap(\.self)
    return arguments.isEmpty ? nil : "ReferenceDescriptor.Rules(\(arguments.joined(separator: ", ")))"
  }
}
