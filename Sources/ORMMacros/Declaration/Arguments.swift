import SwiftParser
import SwiftSyntax

/// The arguments of an attribute or of a macro in the body.
struct Arguments {
  private let list: [LabeledExprSyntax]

  init(_ attribute: AttributeSyntax?) {
    if case .argumentList(let list) = attribute?.arguments { self.list = Array(list) } else { list = [] }
  }

  init(_ list: LabeledExprListSyntax) { self.list = Array(list) }

  /// The argument of a label.
  subscript(label: String) -> ExprSyntax? { list.first { $0.label?.text == label }?.expression }

  /// An argument's source, to be written into generated code; nil where it is missing or `nil`.
  func source(_ label: String) -> String? {
    guard let expression = self[label], !expression.is(NilLiteralExprSyntax.self) else { return nil }
    return expression.trimmedDescription
  }

  /// The arguments without a label that come first.
  var positional: [ExprSyntax] { list.prefix { $0.label == nil }.map(\.expression) }
}

extension ExprSyntax {
  /// The text of a string literal without interpolations.
  var literalText: String? { self.as(StringLiteralExprSyntax.self)?.representedLiteralValue }

  /// `true` or `false`, as they are written.
  var literalBool: Bool? { self.as(BooleanLiteralExprSyntax.self).map { $0.literal.tokenKind == .keyword(.true) } }

  /// `cascade` of `.cascade`, also of a call of it.
  var memberName: String? {
    if let call = self.as(FunctionCallExprSyntax.self) { return call.calledExpression.memberName }
    return self.as(MemberAccessExprSyntax.self)?.declName.baseName.text
  }

  /// The properties of a key path: `billing`, `city` of `\Project.billing.city`.
  var keyPathProperties: [String]? {
    guard let path = self.as(KeyPathExprSyntax.self) else { return nil }
    return path.components.compactMap { $0.component.as(KeyPathPropertyComponentSyntax.self)?.declName.baseName.plainText }
  }
}

extension TokenSyntax {
  /// The name without backticks.
  var plainText: String { text.trimmingBackticks }
}

extension String {
  var trimmingBackticks: String { hasPrefix("`") && hasSuffix("`") && count > 1 ? String(dropFirst().dropLast()) : self }
}
