// MARK: - Values

extension ModelDiagnostic {
  static func twoDefaults(_ property: String) -> Self {
    Self(
      "two-defaults",
      "\"\(property)\" has a default in the database (default:) and an initial value here, which would always be written. Keep one."
    )
  }

  static func initialValue(_ property: String, _ reason: String) -> Self {
    Self("initial-value", "\"\(property)\" \(reason), so it cannot have an initial value.")
  }

  static func transientWithoutValue(_ property: String) -> Self {
    Self("transient-value", "\"\(property)\" is no column, so every row read begins with its initial value: give it one.")
  }

  static func generatedAnd(_ property: String, _ option: String) -> Self {
    Self("generated", "The database computes \"\(property)\" (generated:), so \(option) has no meaning for it.")
  }

  static func defaultAndSaveAction(_ property: String) -> Self {
    Self("save-action", "\"\(property)\" is the moment of the last save (onSave: .touch), so default: has no meaning for it.")
  }
}

// MARK: - Keys

extension ModelDiagnostic {
  static func optionalKey(_ property: String) -> Self {
    Self("optional-key", "\"\(property)\" is part of the primary key and cannot be NULL.")
  }

  static func sourceInCompositeKey(_ property: String, _ source: String) -> Self {
    Self(
      "two-keys",
      "\"\(property)\" would be a primary key by itself (.\(source)), and another property is marked too. The values of a composite key are all given: mark one property, or write @PrimaryKey."
    )
  }

  static func sourceOfReference(_ property: String) -> Self {
    Self("reference-key", "\"\(property)\" takes the key of the row that it refers to: write @PrimaryKey.")
  }

  static func keyOfGroup(_ property: String) -> Self {
    Self("group-key", "\"\(property)\" is a group of columns. A composite key is several properties with @PrimaryKey.")
  }

  static let keyInGroup = Self("key-in-group", "A column group has no key: the model that embeds it has.")
}

// MARK: - Relations

extension ModelDiagnostic {
  static func relationType(_ marker: Marker, _ property: String, target: String) -> Self {
    let wanted = marker.relationType ?? ""
    return Self("relation-type", "@\(marker.rawValue) needs \"\(property)\" to be a \(wanted)<\(target)>.")
  }

  static func optionalRelation(_ property: String) -> Self {
    Self("optional-relation", "\"\(property)\" is there before it is loaded, with nothing in it: write its type without ?.")
  }

  static func unmarkedRelation(_ property: String, _ type: String) -> Self {
    switch type {
    case "Reference":
      Self(
        "unmarked-relation", "\"\(property)\" is a reference: say so with @BelongsTo, and what happens when the other row goes.")
    case "RelatedOne": Self("unmarked-relation", "\"\(property)\" has no column here: say how its row is found, with @HasOne.")
    default:
      Self(
        "unmarked-relation",
        "\"\(property)\" has no column here: say how its rows are found, with @HasMany or @ManyToMany(through:).")
    }
  }

  static func setNull(_ property: String) -> Self {
    Self("set-null", "\"\(property)\" cannot become NULL (.setNull): make it optional, or choose another action.")
  }

  static func missingThrough(_ property: String) -> Self {
    Self("missing-through", "Say which model stands between: @ManyToMany(through: LinkModel.self).")
  }

  static let relationInGroup = Self("relation-in-group", "A column group has columns only: declare relations in the model.")
}

// MARK: - Rules in the body

extension ModelDiagnostic {
  static func notAProperty(_ macro: String) -> Self {
    Self("rule-part", "#\(macro) names properties of this model, such as \\.title, one step deep.")
  }

  static func withoutColumns(_ property: String) -> Self {
    Self("rule-without-columns", "\"\(property)\" has no column in this table.")
  }

  static func noParts(_ macro: String) -> Self { Self("rule-empty", "#\(macro) needs at least one property.") }
}
