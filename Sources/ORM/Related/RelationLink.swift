import SQL

/// Through which foreign keys a relation goes that is no column.
struct RelationLink: Sendable {
  /// The foreign key on the other side; nil for a many-to-many relation.
  let foreignKey: Int?
  /// The model between, with its two foreign keys: to the owner, and to the target.
  let between: (model: any Model.Type, toOwner: Int, toTarget: Int)?

  /// Finds them.
  ///
  /// - Throws: ``ORMError`` with ``ORMError/Code/invalidModel`` when there is none, or several and no `inverse` says which.
  init(_ relation: RelationDescriptor, of owner: any Model.Type) throws(ORMError) {
    switch relation.kind {
    case .hasMany, .hasOne:
      foreignKey = try Self.reference(from: relation.target, to: owner, inverse: relation.property)
      between = nil
    case .manyToMany(let through):
      foreignKey = nil
      let toOwner = try Self.reference(from: through, to: owner, inverse: relation.property)
      // Both ends may be the same model: the other key is then the one that is left.
      let toTarget = try Self.reference(from: through, to: relation.target, inverse: nil, except: toOwner)
      between = (through, toOwner, toTarget)
    }
  }

  private static func reference(
    from model: any Model.Type, to target: any Model.Type, inverse: String?, except: Int? = nil
  ) throws(ORMError) -> Int {
    let fields = model.descriptor.fields
    let candidates = fields.indices.filter { fields[$0].reference?.target == target && $0 != except }
    if candidates.count == 1 { return candidates[0] }
    let named = candidates.filter { inverse != nil && fields[$0].reference?.rules.inverse == inverse }
    if named.count == 1 { return named[0] }
    let reason =
      candidates.isEmpty
      ? "has no reference to \(target)"
      : "has several references to \(target): name the relation as the inverse of one of them (\(inverse ?? ""))"
    throw ModelDefinitions.invalid(model.descriptor, reason)
  }
}

extension RelationStep {
  /// The relation's description and keys.
  func link() throws(ORMError) -> RelationLink {
    guard let relation = owner.descriptor.relations.first(where: { $0.property == property }) else {
      throw ModelDefinitions.invalid(owner.descriptor, "has no relation \(property)")
    }
    return try RelationLink(relation, of: owner)
  }
}
