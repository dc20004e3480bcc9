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
  let registry: Registry

  // Made anew for each statement: the relation may have been asked for before a transaction, or inside of one that is over.
  private func executor() throws(ORMError) -> QueryExecutor { try owner.executor() }

  /// The rows, as a query.
  public var query: QuerySet<Target> {
    var query = QuerySet<Target>()
    query.registry = registry
    query.placement = Placement(database: owner.origin?.database, schema: Owner.scope == .tenant ? owner.origin?.schema : nil)
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
    let values = try keys(of: rows, between.model).map { target -> SQLFragment in
      "(" + (key + target).map { "\($0)" as SQLFragment }.joined(separator: ", ") + ")"
    }
    let statements = stride(from: 0, to: values.count, by: Self.rowLimit(columns)).map { start -> SQLFragment in
      let some = values[start..<min(start + Self.rowLimit(columns), values.count)]
      return """
        INSERT INTO \(between.model.tableReference) (\(columns.joined(separator: ", "))) \
        VALUES \(some.joined(separator: ", ")) ON CONFLICT DO NOTHING
        """
    }
    if statements.count == 1 { return try await send(statements[0], between.model) }
    try await executor().inTransaction { _ in
      for statement in statements { try await send(statement, between.model) }
    }
  }

  /// How many rows a statement takes: no engine takes more than about 32,000 values.
  private static func rowLimit(_ columns: [SQLFragment]) -> Int { max(1, 30_000 / columns.count) }

  /// Ends the relation with rows; the rows themselves stay.
  public func remove(_ rows: Target...) async throws {
    let between = try through()
    guard !rows.isEmpty else { return }
    let columns = between.model.descriptor.fields[between.toTarget].columns
    let conditions = try keys(of: rows, between.model).map { target -> SQLFragment in
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
    try await executor().inTransaction { _ in
      try await clear()
      try await add(contentsOf: rows)
    }
  }

  /// Creates a row and relates it, in one transaction.
  public func create(_ draft: Target.Draft) async throws -> Target {
    _ = try through()
    return try await executor().inTransaction { _ in
      var query = query
      query.condition = nil
      let row = try await query.create(draft)
      try await add(row)
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

  private func keys(of rows: [Target], _ between: any Model.Type) throws(ORMError) -> [[SQLValue]] {
    let executor = try executor()
    // The row between refers to both. A shared row may be related to those of the tenant in scope.
    let tenant = between.scope == .tenant ? executor.tenantSchema : nil
    let place = tenant.map { Origin(registry: registry.id, database: executor.database, schema: $0) } ?? owner.origin
    var keys: [[SQLValue]] = []
    for row in rows {
      var writer = ValueWriter(for: place)
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
    let executor = try executor()
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
    return RelatedRows(owner: self, path: path, link: try path.step.link(), registry: try executor().registry)
  }
}
