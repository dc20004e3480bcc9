import Database
import Names
import SQL

/// Reads the rows of a relation for many rows at once.
protocol Prefetching<Owner>: Sendable {
  associatedtype Owner: Model

  /// Keeps the related rows in each row.
  func load(into owners: inout [Owner], _ executor: QueryExecutor) async throws
}

/// A relation, and which of its rows are read.
struct RelationPrefetch<Owner: Model, Target: Model>: Prefetching {
  let path: RelatedPath<Owner, Target>
  let inner: QuerySet<Target>

  func load(into owners: inout [Owner], _ executor: QueryExecutor) async throws {
    guard path.table == TablePath() else {
      throw ORMError(.unsupported, "prefetch begins at the query's own model. Prefetch in the query of the relation before.")
    }
    guard !owners.isEmpty else { return }
    guard inner.limit == nil, inner.offset == nil else {
      throw ORMError(.unsupported, "A prefetched relation cannot have a limit: it would hold for all rows together.")
    }
    var places: [GroupKey: [Int]] = [:]
    for (index, owner) in owners.enumerated() {
      var writer = ValueWriter()
      owner.rowKey.write(to: &writer)
      places[GroupKey(writer.values), default: []].append(index)
    }
    let groups = try await groups(of: places.keys.map(\.values), executor)
    for (key, indices) in places {
      for index in indices {
        let state = owners[index].rowState
        path.step.setLoaded(&owners[index], groups[key] ?? [])
        owners[index].rowState = state
      }
    }
  }

  /// The related rows by their owners' keys.
  private func groups(of keys: [[SQLValue]], _ executor: QueryExecutor) async throws -> [GroupKey: [Target]] {
    try executor.check(inner.condition)
    let statementFor = try statements()
    let width = Owner.RowKey.columnCount
    var query = inner
    query.prefetched = []
    let (owners, found) = try await executor.withConnection(usesTenant: statementFor.usesTenant) { connection in
      let statement = try statementFor.statement(query, keys, connection.dialect)
      let answer = try await executor.query(statement.fragment, on: connection)
      let rows = try statement.rows(of: answer, RowOrigins(executor, connection.dialect), after: width)
      return (try answer.map { row in try Self.key(of: row) }, rows)
    }
    var rows = found
    for prefetch in inner.prefetched { try await prefetch.load(into: &rows, executor) }
    var groups: [GroupKey: [Target]] = [:]
    for (key, row) in zip(owners, rows) { groups[GroupKey(key), default: []].append(row) }
    return groups
  }

  /// The key that stands before a related row, in the form that the owner's own has.
  private static func key(of row: Row) throws -> [SQLValue] {
    var reader = RowReader(row, origin: Origin(registry: RegistryID(), database: .main, schema: .main))
    var writer = ValueWriter()
    try Owner.RowKey(from: &reader).write(to: &writer)
    return writer.values
  }

  private func statements() throws -> RelationStatement<Target> {
    try RelationStatement(link: path.step.link(), owner: Owner.self)
  }
}

/// A key to group rows by, as databases compare it.
///
/// Swift takes texts for equal that are written with other code points ("é" as one, or as a letter and a mark): to a database they
/// are two keys, and the rows of one are not the other's.
private struct GroupKey: Hashable {
  let values: [SQLValue]

  init(_ values: [SQLValue]) { self.values = values }

  static func == (left: GroupKey, right: GroupKey) -> Bool {
    guard left.values == right.values else { return false }
    return zip(left.values, right.values).allSatisfy { first, second in
      guard case .text(let first) = first, case .text(let second) = second else { return true }
      return first.utf8.elementsEqual(second.utf8)
    }
  }
}
