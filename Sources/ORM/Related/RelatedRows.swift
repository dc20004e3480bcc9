import Database
import SQL

/// The rows of one row's relation: what is there, and what is added or taken away.
///
/// Everything happens where the row came from, whatever tenant is in scope.
///
/// ```swift
/// let tags = try project.related { $0.tags }
/// try await tags.add(urgent)
/// let names = try await tags.query.order { $0.name }.all().map(\.name)
/// ```
public struct RelatedRows<Owner: Model, Target: Model>: Sendable {
  let owner: Owner
  let path: RelatedPath<Owner, Target>
  let link: RelationLink
  let executor: QueryExecutor

  /// The rows, as a query.
  public var query: QuerySet<Target> {
    var query = QuerySet<Target>()
    query.registry = executor.registry
    query.placement = Placement(database: executor.database, schema: executor.tenantSchema)
    query.condition = Predicate(link.between.map(throughCondition) ?? childCondition)
    return query
  }

  private var key: [SQLValue] {
    var writer = ValueWriter()
    owner.rowKey.write(to: &writer)
    return writer.values
  }

  private var childCondition: QueryFragment {
    let columns = Target.descriptor.fields[link.foreignKey ?? 0].columns
    return zip(columns, key).map { QueryFragment(TablePath(), $0.name) + " = " + QueryFragment("\($1)") }
      .joined(separator: " AND ")
  }

  private func throughCondition(_ between: (model: any Model.Type, toOwner: Int, toTarget: Int)) -> QueryFragment {
    let fields = between.model.descriptor.fields
    let own = Target.descriptor.keyColumns.map { QueryFragment(TablePath(), $0.name) }.joined(separator: ", ")
    let other = fields[between.toTarget].columns.map { "\($0.name)" as SQLFragment }.joined(separator: ", ")
    let condition = zip(fields[between.toOwner].columns, key).map { "\($0.name) = \($1)" as SQLFragment }
      .joined(separator: " AND ")
    return "(" + own + ") IN (SELECT \(other) FROM \(between.model.tableReference) WHERE \(condition))"
  }
}

// MARK: - Many-to-many relations

extension RelatedRows {
  /// Relates rows to this one; those that are related already stay so.
  ///
  /// - Throws: ``ORMError`` with ``ORMError/Code/foreignTenant`` for a row of another tenant, with ``ORMError/Code/unsupported`` for a
  ///   relation that is not many-to-many: there, change the reference of the other row.
  public func add(_ rows: Target...) async throws { try await add(contentsOf: rows) }

  /// Relates rows to this one.
  public func add(contentsOf rows: [Target]) async throws {
    let between = try through()
    guard !rows.isEmpty else { return }
    let fields = between.model.descriptor.fields
    let columns = (fields[between.toOwner].columns + fields[between.toTarget].columns).map { "\($0.name)" as SQLFragment }
    let values = try keys(of: rows).map { target -> SQLFragment in
      "(" + (key + target).map { "\($0)" as SQLFragment }.joined(separator: ", ") + ")"
    }
    try await send(
      """
      INSERT INTO \(between.model.tableReference) (\(columns.joined(separator: ", "))) \
      VALUES \(values.joined(separator: ", ")) ON CONFLICT DO NOTHING
      """, between.model)
  }

  /// Ends the relation with rows; the rows themselves stay.
  public func remove(_ rows: Target...) async throws {
    let between = try through()
    guard !rows.isEmpty else { return }
    let columns = between.model.descriptor.fields[between.toTarget].columns
    let conditions = try keys(of: rows).map { target -> SQLFragment in
      "(" + zip(columns, target).map { "\($0.name) = \($1)" as SQLFragment }.joined(separator: " AND ") + ")"
    }
    try await send(deletion(between) + " AND (" + conditions.joined(separator: " OR ") + ")", between.model)
  }

  /// Ends the relation with all rows.
  public func clear() async throws {
    let between = try through()
    try await send(deletion(between), between.model)
  }

  /// Relates these rows and no others, in one transaction.
  public func set(to rows: [Target]) async throws {
    _ = try through()
    try await executor.inTransaction { executor in
      let inside = RelatedRows(owner: owner, path: path, link: link, executor: executor)
      try await inside.clear()
      try await inside.add(contentsOf: rows)
    }
  }

  /// Creates a row and relates it, in one transaction.
  public func create(_ draft: Target.Draft) async throws -> Target {
    _ = try through()
    return try await executor.inTransaction { executor in
      let inside = RelatedRows(owner: owner, path: path, link: link, executor: executor)
      var query = inside.query
      query.condition = nil
      let row = try await query.create(draft)
      try await inside.add(row)
      return row
    }
  }

  private func through() throws(ORMError) -> (model: any Model.Type, toOwner: Int, toTarget: Int) {
    if let between = link.between { return between }
    throw ORMError(
      .unsupported,
      "The rows of \(path.step.property) refer to their \(Owner.descriptor.name). Change the reference and save them.",
      model: Owner.descriptor.name)
  }

  private func keys(of rows: [Target]) throws(ORMError) -> [[SQLValue]] {
    var keys: [[SQLValue]] = []
    for row in rows {
      var writer = ValueWriter(for: owner.origin)
      Reference(row).write(to: &writer)
      try WriteStatements.check(writer, Owner.descriptor)
      keys.append(writer.values)
    }
    return keys
  }

  private func deletion(_ between: (model: any Model.Type, toOwner: Int, toTarget: Int)) -> SQLFragment {
    let columns = between.model.descriptor.fields[between.toOwner].columns
    let condition = zip(columns, key).map { "\($0.name) = \($1)" as SQLFragment }.joined(separator: " AND ")
    return "DELETE FROM \(between.model.tableReference) WHERE \(condition)"
  }

  private func send(_ statement: SQLFragment, _ model: any Model.Type) async throws {
    func run<Between: Model>(_ model: Between.Type) async throws {
      try await executor.writing(model) { connection in
        _ = try await executor.query(statement, on: connection)
      }
    }
    try await run(model)
  }
}

extension Model {
  /// The rows of a relation, to be looked at and changed.
  ///
  /// - Throws: ``ORMError`` with ``ORMError/Code/noOrigin`` for a value that was made by hand.
  public func related<Target>(_ path: (Columns) -> RelatedPath<Self, Target>) throws(ORMError) -> RelatedRows<Self, Target> {
    let path = path(QuerySet<Self>.columns)
    let executor = try QueryExecutor(following: origin, of: Self.self)
    return RelatedRows(owner: self, path: path, link: try path.step.link(), executor: executor)
  }
}
