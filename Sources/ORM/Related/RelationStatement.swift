import Database
import SQL

/// The statement that reads the rows of a relation, each with the key of its owner before it.
struct RelationStatement<Target: Model>: Sendable {
  let link: RelationLink
  let owner: any Model.Type

  var usesTenant: Bool { Target.scope == .tenant || owner.scope == .tenant || link.between?.model.scope == .tenant }

  /// Writes it.
  func statement(_ query: QuerySet<Target>, _ keys: [[SQLValue]], _ dialect: Dialect) throws(ORMError)
    -> SelectStatement<Target>
  {
    guard let between = link.between else {
      let columns = Target.descriptor.fields[link.foreignKey ?? 0].columns.map { QueryFragment(TablePath(), $0.name) }
      return try SelectStatement(
        query, leading: columns, where: KeyCondition(columns, keys).fragment(for: dialect), usesTenant: usesTenant)
    }
    let fields = between.model.descriptor.fields
    let toOwner = fields[between.toOwner].columns.map { QueryFragment("link.\($0.name)" as SQLFragment) }
    let conditions = zip(fields[between.toTarget].columns, Target.descriptor.keyColumns).map { column, key -> SQLFragment in
      "link.\(column.name) = t0.\(key.name)"
    }
    let join: SQLFragment = " JOIN \(between.model.tableReference) AS link ON \(conditions.joined(separator: " AND "))"
    return try SelectStatement(
      query, leading: toOwner, joining: join, where: KeyCondition(toOwner, keys).fragment(for: dialect), usesTenant: usesTenant)
  }
}

/// A condition that some columns are one of many keys.
struct KeyCondition {
  let columns: [QueryFragment]
  let keys: [[SQLValue]]

  init(_ columns: [QueryFragment], _ keys: [[SQLValue]]) {
    self.columns = columns
    self.keys = keys
  }

  /// The condition: of one column, with one bind for all keys, so that its text is the same however many there are.
  func fragment(for dialect: Dialect) -> QueryFragment {
    if columns.count == 1, let list = list {
      switch dialect.engine {
      case .postgres: return columns[0] + " = ANY(\(list))"
      case .sqlite: return columns[0] + " IN (SELECT value FROM json_each(\(list)))"
      }
    }
    let rows = keys.map { key -> SQLFragment in "(" + key.map { "\($0)" }.joined(separator: ", ") + ")" }
    return "(" + columns.joined(separator: ", ") + ") IN (VALUES " + QueryFragment(rows.joined(separator: ", ")) + ")"
  }

  /// The keys as one value; nil for kinds that have no such list.
  private var list: SQLValue? {
    let values = keys.map { $0[0] }
    switch values.first {
    case .integer?: return .integerArray(values.compactMap { if case .integer(let number) = $0 { number } else { nil } })
    case .text?: return .textArray(values.compactMap { if case .text(let text) = $0 { text } else { nil } })
    case .uuid?: return .array(SQLArray(elementType: .uuid, elements: values))
    default: return nil
    }
  }
}
