import SwiftSyntax

/// Reads `#Unique`, `#Check` and `#Index` in the body of a model.
struct TableRuleReader {
  let kind: TableRule.Kind
  let syntax: MacroExpansionDeclSyntax
  let properties: [PropertyDeclaration]
  var collector = DiagnosticCollector()

  init(_ kind: TableRule.Kind, _ syntax: MacroExpansionDeclSyntax, _ properties: [PropertyDeclaration]) {
    self.kind = kind
    self.syntax = syntax
    self.properties = properties
  }

  /// Reads it.
  mutating func read() -> TableRule? {
    let arguments = Arguments(syntax.arguments)
    var rule = TableRule(kind: kind, arguments: arguments, syntax: syntax)
    if kind == .check {
      rule.condition = arguments.positional.first?.trimmedDescription
      return rule
    }
    for argument in arguments.positional {
      if let part = part(argument) { rule.parts.append(part) }
    }
    if arguments.positional.isEmpty { collector.report(.noParts(kind.rawValue), at: syntax) }
    if let list = arguments["including"]?.as(ArrayExprSyntax.self) {
      rule.including = list.elements.compactMap { property($0.expression) }
    }
    return collector.isEmpty ? rule : nil
  }

  private mutating func part(_ argument: ExprSyntax) -> TableRule.Part? {
    if argument.is(KeyPathExprSyntax.self) { return property(argument).map { .field(name: $0, isDescending: false) } }
    guard let call = argument.as(FunctionCallExprSyntax.self), let value = call.arguments.first?.expression else {
      collector.report(.notAProperty(kind.rawValue), at: argument)
      return nil
    }
    if call.calledExpression.memberName == "expression" { return .expression(value.trimmedDescription) }
    let isDescending = call.calledExpression.memberName == "descending"
    return property(value).map { .field(name: $0, isDescending: isDescending) }
  }

  /// The property of a key path, which has to have columns.
  private mutating func property(_ expression: ExprSyntax) -> String? {
    guard let names = expression.keyPathProperties, names.count == 1, let name = names.first else {
      collector.report(.notAProperty(kind.rawValue), at: expression)
      return nil
    }
    guard let property = properties.first(where: { $0.name == name }) else { return nil }
    guard property.isField else {
      collector.report(.withoutColumns(name), at: expression)
      return nil
    }
    return name
  }
}
