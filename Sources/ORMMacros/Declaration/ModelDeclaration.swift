import SwiftSyntax

/// A model, once its syntax was read: everything that the generators print from.
struct ModelDeclaration {
  /// A stored property that has columns, with its place among those.
  struct Field {
    var place: Int
    var property: PropertyDeclaration
  }

  /// The type's name.
  var name: String
  var access: AccessLevel
  /// The table's name.
  var table: String
  /// `shared` or `tenant`.
  var scope: String
  /// The source of the descriptor's kind.
  var kind: String?
  /// The source of the comment.
  var comment: String?
  var isCodable: Bool
  var properties: [PropertyDeclaration]
  var rules: [TableRule]

  /// The properties that have columns.
  var fields: [Field] {
    properties.filter(\.isField).enumerated().map { Field(place: $0, property: $1) }
  }

  /// The primary key.
  var key: [Field] { fields.filter { $0.property.keySource != nil } }

  /// The relations without columns.
  var relations: [PropertyDeclaration] { properties.filter { $0.relation != nil } }

  /// How a field of the primary key gets its values.
  func source(ofKey field: Field) -> KeySource {
    guard let source = field.property.keySource, source == .automatic else { return field.property.keySource ?? .natural }
    guard key.count == 1, field.property.column != nil else { return .natural }
    switch field.property.type.text {
    case "Int", "Int64", "Int32", "Int16": return .identity
    case "UUID": return .uuid
    default: return .natural
    }
  }
}

/// A rule or an index that is written in the body: `#Unique`, `#Check`, `#Index`.
struct TableRule {
  enum Kind: String { case unique = "Unique", check = "Check", index = "Index" }

  /// What an index is over.
  enum Part {
    case field(name: String, isDescending: Bool)
    /// An SQL expression, as source.
    case expression(String)
  }

  var kind: Kind
  var parts: [Part] = []
  /// Properties that are kept in the index beside.
  var including: [String] = []
  /// The condition of a check, as source.
  var condition: String?
  var arguments: Arguments
  var syntax: MacroExpansionDeclSyntax
}
