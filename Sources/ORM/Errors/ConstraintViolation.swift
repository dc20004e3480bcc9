import Database
import SQL

/// Which constraint of which model was violated.
public struct ConstraintViolation: Sendable, Equatable {
  /// The kinds of constraints.
  public enum Kind: String, Sendable, Hashable, CaseIterable {
    case unique, foreignKey, notNull, check, exclusion
  }

  /// What kind of constraint it is.
  public var kind: Kind
  /// The model's name.
  public var model: String
  /// The properties that it is about, as far as the database says.
  public var properties: [String]
  /// The columns that it is about, as far as the database says.
  public var columns: [String]
  /// The constraint's name; SQLite names only checks.
  public var constraint: String?
}

extension ORMError {
  /// The typed form of a violated constraint; nil for every other failure.
  ///
  /// - Parameter descriptor: The model that was written.
  init?(_ error: DatabaseError, writing descriptor: ModelDescriptor) {
    guard let kind = ConstraintViolation.Kind(error.sqlState) else { return nil }
    var columns = error.column.map { [$0] } ?? []
    if columns.isEmpty, let constraint = error.constraint {
      columns = descriptor.columns(ofConstraint: constraint).map(\.name.text)
    }
    let properties = descriptor.fields.filter { field in field.columns.contains { columns.contains($0.name.text) } }
    let violation = ConstraintViolation(
      kind: kind, model: descriptor.name, properties: properties.map(\.property), columns: columns,
      constraint: error.constraint)
    self.init(.constraintViolated, violation.sentence, model: descriptor.name, underlying: error)
    self.violation = violation
  }
}

extension ConstraintViolation {
  var sentence: String {
    let place =
      if properties.isEmpty { constraint.map { "constraint \($0)" } ?? "a constraint" } else {
        properties.joined(separator: ", ")
      }
    return switch kind {
    case .unique: "Another \(model) has the same \(place)."
    case .foreignKey: "\(model) refers to a row that does not exist, or is referred to (\(place))."
    case .notNull: "\(model) needs a value for \(place)."
    case .check: "\(model) does not meet its condition (\(constraint ?? place))."
    case .exclusion: "\(model) conflicts with another row (\(constraint ?? place))."
    }
  }
}

extension ConstraintViolation.Kind {
  fileprivate init?(_ state: SQLState?) {
    switch state {
    case .uniqueViolation?: self = .unique
    case .foreignKeyViolation?: self = .foreignKey
    case .notNullViolation?: self = .notNull
    case .checkViolation?: self = .check
    case SQLState("23P01")?: self = .exclusion
    case SQLState("23001")?: self = .foreignKey
    default: return nil
    }
  }
}
