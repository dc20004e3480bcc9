import SwiftDiagnostics
import SwiftSyntax
import SwiftSyntaxBuilder

/// What a fix-it does, in the imperative.
struct FixMessage: FixItMessage {
  let message: String
  let name: String

  var fixItID: MessageID { MessageID(domain: "Tenantry", id: name) }
}

extension FixIt {
  /// Puts one piece of syntax in another's place.
  static func replace(_ message: String, _ old: some SyntaxProtocol, with new: some SyntaxProtocol) -> FixIt {
    FixIt(message: FixMessage(message: message, name: "replace"), changes: [.replace(oldNode: Syntax(old), newNode: Syntax(new))])
  }

  /// Writes another type.
  static func type(_ text: String, insteadOf type: TypeSyntax) -> FixIt {
    replace(
      "write \(text)", type,
      with: TypeSyntax("\(raw: text)").with(\.leadingTrivia, type.leadingTrivia).with(\.trailingTrivia, type.trailingTrivia))
  }

  /// Writes another expression.
  static func expression(_ text: String, insteadOf expression: ExprSyntax) -> FixIt {
    let new = ExprSyntax("\(raw: text)").with(\.leadingTrivia, expression.leadingTrivia).with(
      \.trailingTrivia, expression.trailingTrivia)
    return replace("write \(text)", expression, with: new)
  }

  /// Writes another token.
  static func token(_ kind: TokenKind, insteadOf token: TokenSyntax) -> FixIt {
    let new = TokenSyntax(kind, leadingTrivia: token.leadingTrivia, trailingTrivia: token.trailingTrivia, presence: .present)
    return replace("write \(new.text)", token, with: new)
  }

  /// Takes an attribute away.
  static func remove(_ attribute: AttributeSyntax, of property: VariableDeclSyntax) -> FixIt {
    var new = property
    new.attributes = property.attributes.filter { $0.id != attribute.id }
    new.leadingTrivia = property.leadingTrivia
    return replace("remove @\(attribute.attributeName.trimmedDescription)", property, with: new)
  }

  /// Writes an attribute before a property.
  static func add(_ attribute: String, to property: VariableDeclSyntax) -> FixIt {
    var new = property
    new.leadingTrivia = []
    new.attributes.insert(.attribute(AttributeSyntax("\(raw: attribute) ")), at: new.attributes.startIndex)
    new.leadingTrivia = property.leadingTrivia
    return replace("write \(attribute)", property, with: new)
  }

  /// Takes a modifier away.
  static func remove(_ modifier: DeclModifierSyntax, of property: VariableDeclSyntax) -> FixIt {
    var new = property
    new.modifiers = property.modifiers.filter { $0.id != modifier.id }
    new.leadingTrivia = property.leadingTrivia
    return replace("remove \(modifier.trimmedDescription)", property, with: new)
  }

  /// Takes the initial value of a property away.
  static func removeInitialValue(of binding: PatternBindingSyntax) -> FixIt {
    var new = binding
    new.initializer = nil
    new.typeAnnotation?.trailingTrivia = []
    new.trailingTrivia = binding.trailingTrivia
    return replace("remove the initial value", binding, with: new)
  }

  /// Takes an argument of an attribute away.
  static func removeArgument(_ label: String, of attribute: AttributeSyntax) -> FixIt? {
    guard case .argumentList(let list) = attribute.arguments else { return nil }
    var kept = list.filter { $0.label?.text != label }
    if let last = kept.indices.last { kept[last].trailingComma = nil }
    var new = attribute
    if kept.isEmpty {
      new.leftParen = nil
      new.arguments = nil
      new.rightParen = nil
      new.trailingTrivia = attribute.trailingTrivia
    } else {
      new.arguments = .argumentList(kept)
    }
    return replace("remove \(label):", attribute, with: new)
  }
}

extension FixIt {
  /// Writes a numbered primary key as the first member of a struct.
  static func addKey(to type: StructDeclSyntax) -> FixIt {
    let indentation = type.memberBlock.members.first?.leadingTrivia ?? .newline + .spaces(2)
    var new = type.memberBlock
    let key = MemberBlockItemSyntax(leadingTrivia: indentation, decl: DeclSyntax("@PrimaryKey var id: Int64"))
    new.members.insert(key, at: new.members.startIndex)
    return replace("write @PrimaryKey var id: Int64", type.memberBlock, with: new)
  }
}
