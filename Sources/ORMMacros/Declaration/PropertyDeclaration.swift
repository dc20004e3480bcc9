import SwiftSyntax

/// A stored property of a model, once its syntax was read.
struct PropertyDeclaration {
  /// What a property is to the table.
  enum Kind {
    case column(ColumnOptions)
    case reference(ReferenceOptions)
    case group(prefix: String)
    case relation(RelationOptions)
    /// No column and no relation.
    case transient
  }

  /// The name without backticks.
  var name: String
  /// The name as it is written, with backticks where it needs them.
  var code: String
  /// The type.
  var type: TypeName
  /// The source of its initial value.
  var initialValue: String?
  /// What it is to the table.
  var kind: Kind
  /// How a primary key gets its values; nil for a property that is none.
  var keySource: KeySource?
  /// Where it is declared.
  var syntax: VariableDeclSyntax

  /// True when it has columns.
  var isField: Bool {
    switch kind {
    case .column, .reference, .group: true
    case .relation, .transient: false
    }
  }

  /// The options of a plain column.
  var column: ColumnOptions? { if case .column(let options) = kind { options } else { nil } }
  /// The options of a reference.
  var reference: ReferenceOptions? { if case .reference(let options) = kind { options } else { nil } }
  /// The options of a relation without a column.
  var relation: RelationOptions? { if case .relation(let options) = kind { options } else { nil } }

  /// The name of a plain column.
  var columnName: String { column?.name ?? Naming.snakeCase(name) }

  /// True when its values are left out of what is shown and encoded.
  var isSecret: Bool { column?.isSecret == true || ["Secret", "Password"].contains(type.wrappedText) }
}

/// How a primary key gets its values.
enum KeySource: String, CaseIterable {
  /// By the type: the database numbers rows, a UUID is made here, everything else is given.
  case automatic
  case identity, identityAlways, uuid, natural
}

/// The options of `@Column`; expressions are kept as source.
struct ColumnOptions {
  var name: String?
  var type: String?
  var isUnique = false
  var isIndexed = false
  var isSecret = false
  var isStored = true
  var defaultValue: String?
  var check: String?
  var generated: String?
  var onSave: String?
  var collation: String?
  var comment: String?
}

/// The options of `@BelongsTo`; expressions are kept as source.
struct ReferenceOptions {
  var target: String
  var names: [String] = []
  var isUnique = false
  var isIndexed = true
  var onDelete: String?
  var onUpdate: String?
  var isConstraint: String?
  var isDeferred: String?
  var inverse: String?
  var comment: String?
}

/// A relation without a column.
struct RelationOptions {
  enum Kind {
    case hasMany, hasOne
    case manyToMany(through: String)
  }

  var target: String
  var kind: Kind
}
