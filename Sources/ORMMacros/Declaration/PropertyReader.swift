import SwiftSyntax
import SwiftSyntaxBuilder

/// Reads a stored property, and reports what a model cannot have.
struct PropertyReader {
  let syntax: VariableDeclSyntax
  var collector = DiagnosticCollector()

  init(_ syntax: VariableDeclSyntax) { self.syntax = syntax }

  /// Reads it.
  ///
  /// - Returns: nil for a property that is none of the model's, and for one that is wrong.
  mutating func read() -> PropertyDeclaration? {
    let markers = syntax.markers
    guard let binding = syntax.bindings.first, isOfARow(markers), hasOneName(binding), isStored(binding, markers),
      let name = binding.pattern.as(IdentifierPatternSyntax.self)?.identifier
    else { return nil }
    let isTransient = markers.contains { $0.marker == .transient }
    guard let type = type(of: name.plainText, in: binding) else { return nil }
    if !isTransient { checkModifiers(name.plainText) }
    var property = PropertyDeclaration(
      name: name.plainText, code: name.text, type: type, initialValue: binding.initializer?.value.trimmedDescription,
      kind: .transient, keySource: nil, syntax: syntax)
    guard combine(markers, property.name) else { return nil }
    property.keySource = keySource(markers)
    guard let kind = kind(of: property, markers, binding) else { return nil }
    property.kind = kind
    checkInitialValue(of: property, binding, markers)
    if property.keySource != nil { checkKey(property) }
    return property
  }

  // MARK: - What a stored property is

  private mutating func isOfARow(_ markers: [(marker: Marker, attribute: AttributeSyntax)]) -> Bool {
    guard syntax.modifiers.contains(where: { ["static", "class"].contains($0.name.text) }) else { return true }
    for (marker, attribute) in markers {
      collector.report(.ofTheType(text, marker.rawValue), at: attribute, .remove(attribute, of: syntax))
    }
    return false
  }

  /// The name of the first variable, for messages.
  private var text: String { syntax.bindings.first?.pattern.trimmedDescription.trimmingBackticks ?? "" }

  private mutating func hasOneName(_ binding: PatternBindingSyntax) -> Bool {
    if syntax.bindings.count > 1 {
      collector.report(.severalInOne(text), at: syntax)
      return false
    }
    if !binding.pattern.is(IdentifierPatternSyntax.self) {
      collector.report(.notAName, at: binding.pattern)
      return false
    }
    return true
  }

  private mutating func isStored(
    _ binding: PatternBindingSyntax, _ markers: [(marker: Marker, attribute: AttributeSyntax)]
  ) -> Bool {
    guard let block = binding.accessorBlock else { return true }
    if case .accessors(let accessors) = block.accessors,
      let observer = accessors.first(where: { ["willSet", "didSet"].contains($0.accessorSpecifier.text) })
    {
      collector.report(.observed(text), at: observer)
      return false
    }
    for (marker, attribute) in markers {
      collector.report(.computed(text, marker.rawValue), at: attribute, .remove(attribute, of: syntax))
    }
    return false
  }

  private mutating func type(of name: String, in binding: PatternBindingSyntax) -> TypeName? {
    guard let type = binding.typeAnnotation?.type else {
      let guess = binding.initializer?.value.literalType
      var new = binding
      new.pattern.trailingTrivia = []
      new.typeAnnotation = TypeAnnotationSyntax(type: TypeSyntax("\(raw: guess ?? "<#Type#>")"))
      new.typeAnnotation?.colon.trailingTrivia = .space
      if new.initializer != nil { new.typeAnnotation?.trailingTrivia = .space }
      collector.report(.missingType(name), at: binding, .replace("write : \(guess ?? "Type")", binding, with: new))
      return nil
    }
    if let unwrapped = type.as(ImplicitlyUnwrappedOptionalTypeSyntax.self) {
      collector.report(
        .unwrapped(name), at: type, .type(unwrapped.wrappedType.trimmedDescription + "?", insteadOf: type))
      return nil
    }
    return TypeName(type)
  }

  private mutating func checkModifiers(_ name: String) {
    if syntax.bindingSpecifier.tokenKind == .keyword(.let) {
      collector.report(.constant(name), at: syntax.bindingSpecifier, .token(.keyword(.var), insteadOf: syntax.bindingSpecifier))
    }
    for modifier in syntax.modifiers {
      switch modifier.name.text {
      case "lazy": collector.report(.lazy(name), at: modifier, .remove(modifier, of: syntax))
      case "private" where modifier.detail == nil, "fileprivate" where modifier.detail == nil:
        collector.report(.hidden(name), at: modifier, .remove(modifier, of: syntax))
      default: break
      }
    }
  }
}

extension ExprSyntax {
  /// The type that a literal has by itself.
  var literalType: String? {
    switch kind {
    case .booleanLiteralExpr: "Bool"
    case .integerLiteralExpr: "Int"
    case .floatLiteralExpr: "Double"
    case .stringLiteralExpr: "String"
    default: nil
    }
  }
}
