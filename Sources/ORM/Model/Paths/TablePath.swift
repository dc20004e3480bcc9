import SQL

/// A table of a query: the one that it is about, or one that relations lead to from there.
public struct TablePath: Sendable, Hashable {
  /// The relations that lead to it, in order.
  let steps: [RelationStep]

  /// The table that the query is about.
  public init() { steps = [] }

  private init(steps: [RelationStep]) { self.steps = steps }

  /// The table that one more relation leads to.
  func appending(_ step: RelationStep) -> TablePath { TablePath(steps: steps + [step]) }
}

/// A relation on the way to a table.
class RelationStep: @unchecked Sendable, Hashable {
  // Unchecked, because a class that can be inherited from cannot be checked: everything in it, and in its two subclasses, is a
  // constant of a Sendable type.

  /// The model that it leads from.
  let owner: any Model.Type
  /// The model that it leads to.
  let target: any Model.Type
  /// The property.
  let property: String

  init(owner: any Model.Type, target: any Model.Type, property: String) {
    self.owner = owner
    self.target = target
    self.property = property
  }

  /// How a joined row is read and kept; nil when this is no reference of the model.
  func loader<Row: Model>(
    for row: Row.Type, at offset: Int, _ children: JoinTree, columns: inout [SQLFragment], aliases: inout TableAliases
  ) throws(ORMError) -> JoinLoader<Row>? { nil }

  static func == (left: RelationStep, right: RelationStep) -> Bool {
    left.owner == right.owner && left.property == right.property
  }

  func hash(into hasher: inout Hasher) {
    hasher.combine(ObjectIdentifier(owner))
    hasher.combine(property)
  }
}
