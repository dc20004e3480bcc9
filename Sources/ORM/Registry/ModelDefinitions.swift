import SQL

/// The models of a registry, checked: names, keys, and where relations lead.
struct ModelDefinitions: Sendable {
  let types: [any Model.Type]
  private(set) var byType: [ObjectIdentifier: ModelDescriptor] = [:]

  init(_ types: [any Model.Type], enriching: [ModelCallback]) throws(ORMError) {
    self.types = types
    var tables: Set<String> = []
    for type in types {
      let declared = type.descriptor
      var descriptor = declared
      for callback in enriching { callback(type, &descriptor) }
      guard byType.updateValue(descriptor, forKey: ObjectIdentifier(type)) == nil else {
        throw Self.invalid(declared, "is registered twice")
      }
      guard tables.insert("\(type.scope) \(declared.table)").inserted else {
        throw Self.invalid(declared, "has the same table as another model: \(declared.table)")
      }
      try Self.check(descriptor, against: declared)
    }
    for type in types { try check(relationsOf: type) }
    for scope in ModelScope.allCases { nameObjects(of: types.filter { $0.scope == scope }) }
  }

  /// Names are unique in a schema, so that the models of a scope are looked at together.
  private mutating func nameObjects(of types: [any Model.Type]) {
    let named = ObjectNames.complete(types.compactMap { byType[ObjectIdentifier($0)] })
    for (type, descriptor) in zip(types, named) { byType[ObjectIdentifier(type)] = descriptor }
  }

  /// A registry adds to a description; what is read by position stays as it is.
  private static func check(_ descriptor: ModelDescriptor, against declared: ModelDescriptor) throws(ORMError) {
    guard descriptor.table == declared.table, descriptor.columns.map(\.name) == declared.columns.map(\.name) else {
      throw invalid(declared, "cannot be given another table or other columns by a callback")
    }
    guard !descriptor.primaryKey.isEmpty else { throw invalid(descriptor, "has no primary key") }
    let names = descriptor.columns.map(\.name.text)
    if let double = names.first(where: { name in names.filter { $0 == name }.count > 1 }) {
      throw invalid(descriptor, "has two columns named \(double)")
    }
    let places = descriptor.primaryKey + descriptor.uniques.flatMap(\.fields)
    guard places.allSatisfy(descriptor.fields.indices.contains) else {
      throw invalid(descriptor, "names a field that it does not have in a key, or in a unique rule")
    }
  }

  private func check(relationsOf type: any Model.Type) throws(ORMError) {
    let descriptor = type.descriptor
    for field in descriptor.fields {
      guard let target = field.reference?.target else { continue }
      guard byType[ObjectIdentifier(target)] != nil else {
        throw Self.invalid(descriptor, "refers to \(target), which is not registered (\(field.property))")
      }
      guard type.scope == .tenant || target.scope == .shared else {
        throw Self.invalid(
          descriptor, "is shared and refers to \(target), of which every tenant has a table of its own (\(field.property))")
      }
      guard target.descriptor.primaryKey.flatMap({ target.descriptor.fields[$0].columns }).count == field.columns.count else {
        throw Self.invalid(descriptor, "has a foreign key with another number of columns than the key of \(target)")
      }
    }
    for relation in descriptor.relations {
      guard byType[ObjectIdentifier(relation.target)] != nil else {
        throw Self.invalid(descriptor, "is related to \(relation.target), which is not registered (\(relation.property))")
      }
      _ = try RelationLink(relation, of: type)
    }
  }

  static func invalid(_ descriptor: ModelDescriptor, _ reason: String) -> ORMError {
    ORMError(.invalidModel, "The model \(descriptor.name) \(reason).", model: descriptor.name)
  }
}
