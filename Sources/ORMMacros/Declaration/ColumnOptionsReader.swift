import SwiftSyntax

/// Reads the arguments of `@Column`.
struct ColumnOptionsReader {
  let arguments: Arguments
  var collector = DiagnosticCollector()

  init(_ arguments: Arguments) { self.arguments = arguments }

  mutating func read() -> ColumnOptions {
    var options = ColumnOptions()
    options.name = arguments.positional.first.flatMap { name($0, of: "column") }
    options.type = arguments.source("type")
    options.isUnique = flag("unique") ?? false
    options.isIndexed = flag("index") ?? false
    options.isSecret = flag("secret") ?? false
    options.isStored = flag("stored") ?? true
    options.defaultValue = arguments.source("default")
    options.check = arguments.source("check")
    options.generated = arguments.source("generated")
    options.onSave = arguments.source("onSave")
    options.collation = arguments["collation"].flatMap { name($0, of: "collation") }
    options.comment = arguments.source("comment")
    return options
  }

  /// A truth value that decides what is generated.
  mutating func flag(_ label: String) -> Bool? {
    guard let argument = arguments[label] else { return nil }
    if let value = argument.literalBool { return value }
    collector.report(.notLiteral("\(label):", "true or false"), at: argument)
    return nil
  }

  /// A name of an object of the database.
  mutating func name(_ expression: ExprSyntax, of kind: String) -> String? {
    if expression.is(NilLiteralExprSyntax.self) { return nil }
    guard let text = expression.literalText else {
      collector.report(.notLiteral("The name of a \(kind)", "a text in quotation marks"), at: expression)
      return nil
    }
    guard (1...63).contains(text.utf8.count), !text.utf8.contains(0) else {
      collector.report(.badName(kind, text), at: expression)
      return nil
    }
    return text
  }
}
