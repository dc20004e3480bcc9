import SwiftSyntax

/// The attributes of properties that a model is read from.
enum Marker: String, CaseIterable {
  case primaryKey = "PrimaryKey"
  case column = "Column"
  case belongsTo = "BelongsTo"
  case hasMany = "HasMany"
  case hasOne = "HasOne"
  case manyToMany = "ManyToMany"
  case embedded = "Embedded"
  case transient = "Transient"

  /// The type that the property has to have.
  var relationType: String? {
    switch self {
    case .belongsTo: "Reference"
    case .hasMany, .manyToMany: "Related"
    case .hasOne: "RelatedOne"
    case .primaryKey, .column, .embedded, .transient: nil
    }
  }
}

extension AttributeSyntax {
  /// Which of our attributes it is.
  var marker: Marker? { Marker(rawValue: attributeName.lastName) }
}

extension TypeSyntax {
  /// `Column` of `Column` and of `TenantryModels.Column`.
  var lastName: String { self.as(MemberTypeSyntax.self)?.name.text ?? trimmedDescription }
}

extension VariableDeclSyntax {
  /// Our attributes of a property, in order.
  var markers: [(marker: Marker, attribute: AttributeSyntax)] {
    attributes.compactMap { element in
      guard let attribute = element.as(AttributeSyntax.self), let marker = attribute.marker else { return nil }
      return (marker, attribute)
    }
  }
}
