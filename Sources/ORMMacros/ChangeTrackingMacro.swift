import SwiftSyntax
import SwiftSyntaxBuilder
import SwiftSyntaxMacros

/// Notes a change of a stored property, which stays stored: reading it costs nothing more.
struct ChangeTrackingMacro: AccessorMacro {
  static func expansion(
    of node: AttributeSyntax, providingAccessorsOf declaration: some DeclSyntaxProtocol, in context: some MacroExpansionContext
  ) throws -> [AccessorDeclSyntax] {
    guard let place = Arguments(node).positional.first else { return [] }
    return ["didSet { rowState.changes.insert(\(place)) }"]
  }
}
