import SwiftDiagnostics
import SwiftSyntax

extension PropertyReader {
  /// The options of `@BelongsTo`.
  mutating func reference(to target: String, of property: PropertyDeclaration, _ arguments: Arguments) -> ReferenceOptions {
    var reader = ColumnOptionsReader(arguments)
    var options = ReferenceOptions(target: target)
    options.names = arguments.positional.compactMap { reader.name($0, of: "column") }
    options.isUnique = reader.flag("unique") ?? false
    options.isIndexed = reader.flag("index") ?? true
    options.onDelete = arguments.source("onDelete")
    options.onUpdate = arguments.source("onUpdate")
    options.isConstraint = arguments.source("constraint")
    options.isDeferred = arguments.source("deferred")
    options.comment = arguments.source("comment")
    options.inverse = arguments["inverse"]?.keyPathProperties?.last
    collector.append(reader.collector)
    let actions = [arguments["onDelete"], arguments["onUpdate"]]
    if !property.type.isOptional, let action = actions.compactMap(\.self).first(where: { $0.memberName == "setNull" }) {
      collector.report(.setNull(property.name), at: action, .type(property.type.text + "?", insteadOf: property.type.syntax))
    }
    return options
  }

  /// Reports options of a column that contradict each other.
  mutating func check(_ options: ColumnOptions, of property: PropertyDeclaration, _ attribute: AttributeSyntax) {
    if options.generated != nil {
      for (label, isGiven) in [("default", options.defaultValue != nil), ("onSave", options.onSave != nil)] where isGiven {
        report(.generatedAnd(property.name, "\(label):"), at: attribute, removing: label)
      }
    } else if options.onSave?.hasSuffix("touch") == true, options.defaultValue != nil {
      report(.defaultAndSaveAction(property.name), at: attribute, removing: "default")
    }
  }

  private mutating func report(_ message: ModelDiagnostic, at attribute: AttributeSyntax, removing label: String) {
    if let fix = FixIt.removeArgument(label, of: attribute) {
      collector.report(message, at: attribute, fix)
    } else {
      collector.report(message, at: attribute)
    }
  }

  /// Reports an initial value that could never be seen, or that stands against a default.
  mutating func checkInitialValue(of property: PropertyDeclaration, _ binding: PatternBindingSyntax, _ markers: Markers) {
    guard let initializer = binding.initializer else { return }
    let name = property.name
    let message: ModelDiagnostic?
    switch property.kind {
    case .column(let options):
      if options.generated != nil {
        message = .initialValue(name, "is computed by the database")
      } else if options.onSave != nil {
        message = .initialValue(name, "is written whenever its row is saved")
      } else if property.keySource != nil {
        message = .initialValue(name, "is the key of a row")
      } else {
        message = options.defaultValue == nil ? nil : .twoDefaults(name)
      }
    case .reference:
      message = initializer.value.is(NilLiteralExprSyntax.self) ? nil : .initialValue(name, "refers to a row")
    case .relation: message = .initialValue(name, "is empty until it is loaded")
    case .group, .transient: message = nil
    }
    if let message { collector.report(message, at: initializer, .removeInitialValue(of: binding)) }
  }

  /// Reports what a primary key cannot be.
  mutating func checkKey(_ property: PropertyDeclaration) {
    if property.type.isOptional {
      collector.report(
        .optionalKey(property.name), at: property.type.syntax, .type(property.type.wrappedText, insteadOf: property.type.syntax))
    }
    if property.reference != nil, property.keySource != .automatic, property.keySource != .natural,
      let key = syntax.markers.first(where: { $0.marker == .primaryKey })
    {
      var plain = key.attribute
      plain.leftParen = nil
      plain.arguments = nil
      plain.rightParen = nil
      plain.trailingTrivia = key.attribute.trailingTrivia
      collector.report(
        .sourceOfReference(property.name), at: key.attribute, .replace("write @PrimaryKey", key.attribute, with: plain))
    }
  }
}
