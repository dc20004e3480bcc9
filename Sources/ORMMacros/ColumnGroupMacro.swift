import SwiftSyntax
import SwiftSyntaxBuilder
import SwiftSyntaxMacros

/// `@ColumnGroup`: several columns that models embed.
struct ColumnGroupMacro: MemberMacro, ExtensionMacro {
  static func expansion(
    of node: AttributeSyntax, providingMembersOf declaration: some DeclGroupSyntax, conformingTo protocols: [TypeSyntax],
    in context: some MacroExpansionContext
  ) throws -> [DeclSyntax] {
    var reader = ModelReader(declaration, node)
    let group = reader.readGroup()
    reader.collector.diagnostics.forEach(context.diagnose)
    guard let group else { return [] }
    return [group.memberwiseInitializer, group.groupPaths].map { DeclSyntax("\(raw: $0)") }
  }

  static func expansion(
    of node: AttributeSyntax, attachedTo declaration: some DeclGroupSyntax, providingExtensionsOf type: some TypeSyntaxProtocol,
    conformingTo protocols: [TypeSyntax], in context: some MacroExpansionContext
  ) throws -> [ExtensionDeclSyntax] {
    var reader = ModelReader(declaration, node)
    guard let group = reader.readGroup() else { return [] }
    return [
      try ModelMacro.conformance(
        of: type, to: ["ColumnGroup", "Codable"], [group.groupFields, group.rowInitializer(withState: false), group.groupWriter])
    ]
  }
}
