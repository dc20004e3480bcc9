import SwiftSyntax

/// Reads a struct with `@Model` or `@ColumnGroup` into a declaration, and reports everything that is wrong with it.
struct ModelReader {
  let syntax: any DeclGroupSyntax
  let attribute: AttributeSyntax
  var collector = DiagnosticCollector()

  /// Names that every model has.
  private static let reserved: Set<String> = ["rowState", "rowKey", "origin", "hasChanges", "hashValue"]

  init(_ syntax: some DeclGroupSyntax, _ attribute: AttributeSyntax) {
    self.syntax = syntax
    self.attribute = attribute
  }

  /// Reads a model.
  ///
  /// - Returns: nil when something was reported.
  mutating func readModel() -> ModelDeclaration? {
    guard let type = structure() else { return nil }
    let arguments = Arguments(attribute)
    let scope = scope(arguments)
    let table = table(arguments, type)
    let properties = readProperties()
    for property in properties where Self.reserved.contains(property.name) {
      collector.report(.reserved(property.name), at: property.syntax)
    }
    let rules = readRules(properties)
    var options = ColumnOptionsReader(arguments)
    let isCodable = options.flag("codable") ?? true
    collector.append(options.collector)
    let model = ModelDeclaration(
      name: type.name.text, access: AccessLevel(type.modifiers), table: table, scope: scope ?? "", kind: arguments.source("kind"),
      comment: arguments.source("comment"), isCodable: isCodable, properties: properties, rules: rules)
    // What could not be read might have been the key.
    if collector.isEmpty { checkKey(of: model, type) }
    if collector.isEmpty { checkColumnNames(of: model) }
    return collector.isEmpty ? model : nil
  }

  /// Reads a column group, which has no table, no scope and no key.
  mutating func readGroup() -> ModelDeclaration? {
    guard let type = structure() else { return nil }
    let properties = readProperties()
    for property in properties {
      if property.keySource != nil { collector.report(.keyInGroup, at: property.syntax) }
      if property.reference != nil || property.relation != nil { collector.report(.relationInGroup, at: property.syntax) }
    }
    let group = ModelDeclaration(
      name: type.name.text, access: AccessLevel(type.modifiers), table: "", scope: "", kind: nil, comment: nil, isCodable: true,
      properties: properties, rules: [])
    if collector.isEmpty, group.fields.isEmpty { collector.report(.noFields, at: type.name) }
    if collector.isEmpty { checkColumnNames(of: group) }
    return collector.isEmpty ? group : nil
  }

  // MARK: - The type

  private mutating func structure() -> StructDeclSyntax? {
    let macro = attribute.attributeName.lastName
    if let type = syntax.as(StructDeclSyntax.self) {
      guard type.genericParameterClause == nil else {
        collector.report(.generic, at: type.genericParameterClause.map(Syntax.init) ?? Syntax(type))
        return nil
      }
      return type
    }
    let keyword = syntax.introducer
    if ["class", "actor"].contains(keyword.text) {
      collector.report(.notAStruct(keyword.text, macro), at: keyword, .token(.keyword(.struct), insteadOf: keyword))
    } else {
      collector.report(.notAStruct(keyword.text, macro), at: keyword)
    }
    return nil
  }

  private mutating func scope(_ arguments: Arguments) -> String? {
    guard let argument = arguments["scope"] else {
      collector.report(.missingScope, at: attribute)
      return nil
    }
    guard let name = argument.memberName, ["shared", "tenant"].contains(name) else {
      collector.report(
        .unknownScope, at: argument, .expression(".tenant", insteadOf: argument), .expression(".shared", insteadOf: argument))
      return nil
    }
    return name
  }

  private mutating func table(_ arguments: Arguments, _ type: StructDeclSyntax) -> String {
    var reader = ColumnOptionsReader(arguments)
    defer { collector.append(reader.collector) }
    return arguments.positional.first.flatMap { reader.name($0, of: "table") } ?? Naming.table(of: type.name.plainText)
  }

  private mutating func readProperties() -> [PropertyDeclaration] {
    var properties: [PropertyDeclaration] = []
    for member in syntax.memberBlock.members {
      guard let variable = member.decl.as(VariableDeclSyntax.self) else { continue }
      var reader = PropertyReader(variable)
      if let property = reader.read() { properties.append(property) }
      collector.append(reader.collector)
    }
    return properties
  }

  private mutating func readRules(_ properties: [PropertyDeclaration]) -> [TableRule] {
    var rules: [TableRule] = []
    for member in syntax.memberBlock.members {
      guard let macro = member.decl.as(MacroExpansionDeclSyntax.self), let kind = TableRule.Kind(rawValue: macro.macroName.text)
      else { continue }
      var reader = TableRuleReader(kind, macro, properties)
      if let rule = reader.read() { rules.append(rule) }
      collector.append(reader.collector)
    }
    return rules
  }

  // MARK: - What holds for the whole

  private mutating func checkKey(of model: ModelDeclaration, _ type: StructDeclSyntax) {
    let key = model.key
    if key.isEmpty {
      if let id = model.fields.first(where: { $0.property.name == "id" })?.property.syntax {
        collector.report(.noPrimaryKey(model.name), at: type.name, .add("@PrimaryKey", to: id))
      } else {
        collector.report(.noPrimaryKey(model.name), at: type.name, .addKey(to: type))
      }
      return
    }
    guard key.count > 1 else { return }
    for field in key {
      guard let source = field.property.keySource, source != .automatic, source != .natural else { continue }
      let markers = field.property.syntax.markers
      guard let attribute = markers.first(where: { $0.marker == .primaryKey })?.attribute else { continue }
      collector.report(
        .sourceInCompositeKey(field.property.name, source.rawValue), at: attribute,
        .remove(attribute, of: field.property.syntax))
    }
  }

  private mutating func checkColumnNames(of model: ModelDeclaration) {
    var owners: [String: String] = [:]
    for property in model.properties {
      for name in property.knownColumnNames {
        if let owner = owners[name] {
          collector.report(.duplicateColumn(name, owner, property.name), at: property.syntax)
        }
        owners[name] = property.name
        if name.utf8.count > 63 { collector.report(.badName("column", name), at: property.syntax) }
      }
    }
  }
}

extension PropertyDeclaration {
  /// The names of its columns, as far as they can be known here: a group's are not.
  var knownColumnNames: [String] {
    switch kind {
    case .column: [columnName]
    case .reference(let options): options.names.isEmpty ? [Naming.snakeCase(name) + "_id"] : options.names
    case .group, .relation, .transient: []
    }
  }
}
