import SQL

/// A foreign key of a table of a query; behind it are the paths of the model that it leads to.
///
/// ```swift
/// Project.query.filter { $0.owner.email == "ada@example.com" }.selectRelated { $0.owner }
/// ```
@dynamicMemberLookup
public struct ReferencePath<Owner: Model, Target: Model>: Sendable {
  /// The table that has the key.
  let table: TablePath
  /// The field.
  let field: Int
  let step: ReferenceStep<Owner, Target>

  /// A foreign key.
  ///
  /// - Parameters:
  ///   - field: Its place in ``ModelDescriptor/fields``.
  ///   - setLoaded: Keeps a row in the reference.
  public init(field: Int, at table: TablePath, setLoaded: @escaping @Sendable (inout Owner, Target) -> Void) {
    self.table = table
    self.field = field
    step = ReferenceStep(property: Owner.descriptor.fields[field].property, setLoaded)
  }

  /// A column, or another relation, of the model that it leads to.
  public subscript<Path>(dynamicMember member: KeyPath<Target.Columns, Path>) -> Path {
    Target.Columns(at: table.appending(step))[keyPath: member]
  }
}

/// A step along a foreign key.
///
/// Unchecked, as the class above it is: what it adds is a constant and `@Sendable`.
final class ReferenceStep<Owner: Model, Target: Model>: RelationStep, @unchecked Sendable {
  let setLoaded: @Sendable (inout Owner, Target) -> Void

  init(property: String, _ setLoaded: @escaping @Sendable (inout Owner, Target) -> Void) {
    self.setLoaded = setLoaded
    super.init(owner: Owner.self, target: Target.self, property: property)
  }

  override func loader<Row: Model>(
    for row: Row.Type, at offset: Int, _ children: JoinTree, columns: inout [SQLFragment], aliases: inout TableAliases
  ) throws(ORMError) -> JoinLoader<Row>? {
    guard let step = self as? ReferenceStep<Row, Target> else { return nil }
    return step.joinLoader(at: offset, try children.loaders(for: Target.self, columns: &columns, aliases: &aliases))
  }
}
