import SwiftSyntax

extension PropertyReader {
  typealias Markers = [(marker: Marker, attribute: AttributeSyntax)]

  /// Reports attributes that do not go together.
  mutating func combine(_ markers: Markers, _ name: String) -> Bool {
    var kinds: [Marker] = []
    for (index, (marker, attribute)) in markers.enumerated() {
      if markers[..<index].contains(where: { $0.marker == marker }) {
        collector.report(.twice(marker.rawValue), at: attribute, .remove(attribute, of: syntax))
        return false
      }
      guard marker != .primaryKey else { continue }
      if let other = kinds.first {
        collector.report(.conflicting(other.rawValue, marker.rawValue), at: attribute, .remove(attribute, of: syntax))
        return false
      }
      kinds.append(marker)
    }
    if let key = markers.first(where: { $0.marker == .primaryKey }), let kind = kinds.first, kind != .column, kind != .belongsTo {
      if kind == .embedded {
        collector.report(.keyOfGroup(name), at: key.attribute, .remove(key.attribute, of: syntax))
      } else {
        collector.report(.conflicting("PrimaryKey", kind.rawValue), at: key.attribute, .remove(key.attribute, of: syntax))
      }
      return false
    }
    return true
  }

  mutating func keySource(_ markers: Markers) -> KeySource? {
    guard let key = markers.first(where: { $0.marker == .primaryKey }) else { return nil }
    guard let argument = Arguments(key.attribute).positional.first else { return .automatic }
    guard let source = argument.memberName.flatMap(KeySource.init(rawValue:)) else {
      collector.report(.notLiteral("The source of a key", ".identity, .identityAlways, .uuid or .natural"), at: argument)
      return .automatic
    }
    return source
  }

  mutating func kind(
    of property: PropertyDeclaration, _ markers: Markers, _ binding: PatternBindingSyntax
  ) -> PropertyDeclaration.Kind? {
    let marked = markers.first { $0.marker != .primaryKey }
    let type = property.type
    switch marked?.marker {
    case .transient:
      if binding.initializer == nil, !type.isOptional {
        collector.report(.transientWithoutValue(property.name), at: binding)
      }
      return .transient
    case .embedded:
      return group(of: property, Arguments(marked?.attribute))
    case .belongsTo, .hasMany, .hasOne, .manyToMany:
      guard let marked else { return nil }
      return relation(of: property, marked.marker, marked.attribute)
    case .column, .primaryKey, nil:
      guard !reportUnmarkedRelation(property) else { return nil }
      var reader = ColumnOptionsReader(Arguments(marked?.attribute))
      let options = reader.read()
      collector.append(reader.collector)
      if let attribute = marked?.attribute { check(options, of: property, attribute) }
      return .column(options)
    }
  }

  private mutating func group(of property: PropertyDeclaration, _ arguments: Arguments) -> PropertyDeclaration.Kind {
    guard let prefix = arguments["prefix"] else { return .group(prefix: Naming.snakeCase(property.name) + "_") }
    guard let text = prefix.literalText else {
      collector.report(.notLiteral("prefix:", "a text in quotation marks"), at: prefix)
      return .group(prefix: "")
    }
    return .group(prefix: text)
  }

  private mutating func relation(
    of property: PropertyDeclaration, _ marker: Marker, _ attribute: AttributeSyntax
  ) -> PropertyDeclaration.Kind? {
    let type = property.type
    let wanted = marker.relationType ?? ""
    guard let target = type.argument(of: wanted) else {
      let target = type.relationTarget
      let optional = type.isOptional && marker == .belongsTo ? "?" : ""
      collector.report(
        .relationType(marker, property.name, target: target), at: type.syntax,
        .type("\(wanted)<\(target)>\(optional)", insteadOf: type.syntax))
      return nil
    }
    if marker != .belongsTo, type.isOptional {
      collector.report(.optionalRelation(property.name), at: type.syntax, .type(type.wrappedText, insteadOf: type.syntax))
      return nil
    }
    let arguments = Arguments(attribute)
    switch marker {
    case .hasMany: return .relation(RelationOptions(target: target, kind: .hasMany))
    case .hasOne: return .relation(RelationOptions(target: target, kind: .hasOne))
    case .manyToMany:
      guard let through = arguments["through"]?.metatype else {
        collector.report(.missingThrough(property.name), at: attribute)
        return nil
      }
      return .relation(RelationOptions(target: target, kind: .manyToMany(through: through)))
    default: return .reference(reference(to: target, of: property, arguments))
    }
  }

  /// Reports a type of a relation without the attribute that says which.
  private mutating func reportUnmarkedRelation(_ property: PropertyDeclaration) -> Bool {
    for marker in [Marker.belongsTo, .hasMany, .hasOne] {
      guard let type = marker.relationType, property.type.argument(of: type) != nil else { continue }
      collector.report(
        .unmarkedRelation(property.name, type), at: property.type.syntax, .add("@\(marker.rawValue)", to: syntax))
      return true
    }
    return false
  }
}

extension TypeName {
  /// What a relation of the wrong type most likely leads to: `Ticket` of `[Ticket]`, `Related<Ticket>` and `Ticket?`.
  var relationTarget: String {
    if let element = wrapped.as(ArrayTypeSyntax.self)?.element { return element.trimmedDescription }
    for generic in ["Reference", "Related", "RelatedOne"] {
      if let target = argument(of: generic) { return target }
    }
    return wrappedText
  }
}

extension ExprSyntax {
  /// `ProjectTag` of `ProjectTag.self`.
  var metatype: String? {
    guard let member = self.as(MemberAccessExprSyntax.self), member.declName.baseName.tokenKind == .keyword(.self) else {
      return nil
    }
    return member.base?.trimmedDescription
  }
}
