import SwiftSyntax
import SwiftSyntaxMacros

/// `@Column` and its like: they write nothing, `@Model` reads them.
struct PropertyMarkerMacro: PeerMacro {
  static func expansion(
    of node: AttributeSyntax, providingPeersOf declaration: some DeclSyntaxProtocol, in context: some MacroExpansionContext
  ) throws -> [DeclSyntax] {
    let owner = context.lexicalContext.first?.asProtocol((any DeclGroupSyntax).self)
    let isInModel = owner?.attributes.contains { element in
      guard let name = element.as(AttributeSyntax.self)?.attributeName.lastName else { return false }
      return name == "Model" || name == "ColumnGroup"
    }
    if isInModel != true {
      var collector = DiagnosticCollector()
      if let property = declaration.as(VariableDeclSyntax.self) {
        collector.report(.outsideModel(node.attributeName.lastName), at: node, .remove(node, of: property))
      } else {
        collector.report(.outsideModel(node.attributeName.lastName), at: node)
      }
      collector.diagnostics.forEach(context.diagnose)
    }
    return []
  }
}

/// `#Unique`, `#Check` and `#Index`: they write nothing, `@Model` reads them.
struct TableMarkerMacro: DeclarationMacro {
  static func expansion(
    of node: some FreestandingMacroExpansionSyntax, in context: some MacroExpansionContext
  ) throws -> [DeclSyntax] { [] }
}
