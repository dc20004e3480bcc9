/// A relation of a table of a query that is no column: children, or a many-to-many relation.
public struct RelatedPath<Owner: Model, Target: Model>: Sendable {
  /// The table that it leads from.
  let table: TablePath
  let step: RelatedStep<Owner, Target>

  /// A relation.
  ///
  /// - Parameters:
  ///   - property: The property's name, as in ``ModelDescriptor/relations``.
  ///   - setLoaded: Keeps the rows; a ``RelatedOne`` takes the first.
  public init(_ property: String, at table: TablePath, setLoaded: @escaping @Sendable (inout Owner, [Target]) -> Void) {
    self.table = table
    step = RelatedStep(property: property, setLoaded)
  }
}

/// A step along a relation that is no column.
///
/// Unchecked, as the class above it is: what it adds is a constant and `@Sendable`.
final class RelatedStep<Owner: Model, Target: Model>: RelationStep, @unchecked Sendable {
  let setLoaded: @Sendable (inout Owner, [Target]) -> Void

  init(property: String, _ setLoaded: @escaping @Sendable (inout Owner, [Target]) -> Void) {
    self.setLoaded = setLoaded
    super.init(owner: Owner.self, target: Target.self, property: property)
  }
}
