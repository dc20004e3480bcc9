import SwiftDiagnostics
import SwiftSyntax
import SwiftSyntaxBuilder
import SwiftSyntaxMacros

/// `@Model`: reads a struct into a ``ModelDeclaration`` and has the generators print what a model needs.
struct ModelMacro {}

extension ModelMacro: MemberMacro {
  static func expansion(
    of node: AttributeSyntax, providingMembersOf declaration: some DeclGroupSyntax, conformingTo protocols: [TypeSyntax],
    in context: some MacroExpansionContext
  ) throws -> [DeclSyntax] {
    var reader = ModelReader(declaration, node)
    let model = reader.readModel()
    // Only this role reports: the others read the same source.
    reader.collector.diagnostics.forEach(context.diagnose)
    guard let model else { return [] }
    var members = [
      "\(model.access.prefix)var rowState = RowState()", model.rowKeyType, model.memberwiseInitializer, model.columnsType,
      model.draftType, model.descriptorProperty, model.rowKeyProperty, model.rowInitializer(withState: true), model.fieldReader,
      model.fieldWriter, model.equality, model.hashing,
    ]
    if model.isCodable { members += [model.codingKeys, model.decoding, model.encoding] }
    return members.map { DeclSyntax("\(raw: $0)") }
  }
}

extension ModelMacro: MemberAttributeMacro {
  static func expansion(
    of node: AttributeSyntax, attachedTo declaration: some DeclGroupSyntax,
    providingAttributesFor member: some DeclSyntaxProtocol,
    in context: some MacroExpansionContext
  ) throws -> [AttributeSyntax] {
    guard let variable = member.as(VariableDeclSyntax.self) else { return [] }
    var place = 0
    for other in declaration.memberBlock.members {
      guard let candidate = other.decl.as(VariableDeclSyntax.self), candidate.mayBeField else { continue }
      guard candidate.bindings.first?.pattern.trimmedDescription == variable.bindings.first?.pattern.trimmedDescription else {
        place += 1
        continue
      }
      // The database computes it: there is nothing to save.
      let column = variable.markers.first { $0.marker == .column }?.attribute
      guard Arguments(column).source("generated") == nil else { return [] }
      return ["@_ChangeTracking(\(raw: place))"]
    }
    return []
  }
}

extension ModelMacro: ExtensionMacro {
  static func expansion(
    of node: AttributeSyntax, attachedTo declaration: some DeclGroupSyntax, providingExtensionsOf type: some TypeSyntaxProtocol,
    conformingTo protocols: [TypeSyntax], in context: some MacroExpansionContext
  ) throws -> [ExtensionDeclSyntax] {
    var reader = ModelReader(declaration, node)
    guard let model = reader.readModel() else { return [] }
    // The members stand in the type: models refer to each other in circles, and an extension that is still being expanded has none.
    let conformances = [model.scope == "tenant" ? "TenantModel" : "SharedModel"] + (model.isCodable ? ["Codable"] : [])
    return [try Self.conformance(of: type, to: conformances, [])]
  }

  /// An extension with conformances and members.
  static func conformance(of type: some TypeSyntaxProtocol, to protocols: [String], _ members: [String]) throws
    -> ExtensionDeclSyntax
  {
    try ExtensionDeclSyntax("extension \(type.trimmed): \(raw: protocols.joined(separator: ", "))") {
      for member in members { DeclSyntax("\(raw: member)") }
    }
  }
}

extension VariableDeclSyntax {
  /// Whether it has columns, as far as that can be told quickly: it is stored, and its attributes say nothing else.
  var mayBeField: Bool {
    guard bindings.count == 1, let binding = bindings.first, binding.accessorBlock == nil, binding.typeAnnotation != nil,
      bindingSpecifier.tokenKind == .keyword(.var),
      !modifiers.contains(where: { ["static", "class", "lazy"].contains($0.name.text) })
    else { return false }
    return !markers.contains { [.hasMany, .hasOne, .manyToMany, .transient].contains($0.marker) }
  }
}
