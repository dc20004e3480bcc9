/// A relation that is no column of the model: its foreign keys stand on the other side, or between.
public struct RelationDescriptor: Sendable {
  /// How the rows are found.
  public enum Kind: Sendable {
    /// The other model's rows refer to this one.
    case hasMany
    /// At most one row of the other model refers to this one.
    case hasOne
    /// A model between refers to both.
    case manyToMany(through: any Model.Type)
  }

  /// The property's name.
  public var property: String
  /// The model on the other side.
  public var target: any Model.Type
  /// How the rows are found.
  public var kind: Kind

  /// Describes a relation.
  public init(_ property: String, to target: any Model.Type, _ kind: Kind) {
    self.property = property
    self.target = target
    self.kind = kind
  }
}
