import Database
import SQL

/// A query as SQL, with what is needed to read its rows.
struct SelectStatement<Row: Model>: Sendable {
  let fragment: SQLFragment
  let usesTenant: Bool
  let loaders: [JoinLoader<Row>]

  /// Writes a query.
  ///
  /// - Parameters:
  ///   - leading: Columns that stand before the row's own: the keys of what a prefetched row belongs to.
  ///   - condition: A condition beside the query's own.
  init(
    _ query: QuerySet<Row>, leading: [QueryFragment] = [], joining between: SQLFragment = "",
    where condition: QueryFragment? = nil,
    usesTenant: Bool = false
  ) throws(ORMError) {
    var aliases = TableAliases(Row.self)
    var columns = leading.map { aliases.sql($0) }
    columns += Row.descriptor.columns.map { "t0.\($0.name)" }
    let tree = JoinTree(query.joined)
    loaders = try tree.loaders(for: Row.self, columns: &columns, aliases: &aliases)
    var conditions = query.condition.map { [aliases.sql($0.fragment)] } ?? []
    if let condition { conditions.append(aliases.sql(condition)) }
    var tail = SQLFragment()
    if !conditions.isEmpty { tail.append(" WHERE " + conditions.joined(separator: " AND ")) }
    if !query.orderings.isEmpty {
      tail.append(" ORDER BY " + query.orderings.map { aliases.sql($0.fragment) }.joined(separator: ", "))
    }
    tail.append(Self.window(query))
    fragment = "SELECT " + columns.joined(separator: ", ") + aliases.from() + between + tail
    self.usesTenant = usesTenant || aliases.usesTenant
  }

  private static func window(_ query: QuerySet<Row>) -> SQLFragment {
    // SQLite has no OFFSET without LIMIT; both take a number that nobody has rows for.
    let limit = query.limit ?? (query.offset == nil ? nil : Int(Int32.max))
    var result = limit.map { " LIMIT \($0)" as SQLFragment } ?? ""
    if let offset = query.offset { result.append(" OFFSET \(offset)") }
    return result
  }

  /// Reads the rows of the answer.
  ///
  /// - Parameter offset: How many columns stand before the row's own.
  func rows(of answer: ResultSet, _ origins: RowOrigins, after offset: Int = 0) throws -> [Row] {
    let origin = try origins.origin(of: Row.scope)
    if loaders.isEmpty, offset == 0 { return try Row.rows(of: answer, origin: origin) }
    var rows: [Row] = []
    rows.reserveCapacity(answer.count)
    for row in answer {
      var reader = RowReader(row, at: offset, origin: origin)
      var value = try Row(from: &reader)
      for loader in loaders { try loader.load(&value, row, origins) }
      rows.append(value)
    }
    return rows
  }
}

/// The two places that the rows of a query come from: made once for all of them.
struct RowOrigins: Sendable {
  let shared: Origin
  let tenant: Origin?

  init(_ executor: QueryExecutor, _ dialect: Dialect) {
    let schemas = executor.schemas(dialect)
    shared = Origin(
      registry: executor.registry.id, database: executor.database, schema: executor.registry.sharedSchema(on: dialect))
    tenant = schemas.tenant.map { Origin(registry: executor.registry.id, database: executor.database, schema: $0) }
  }

  func origin(of scope: ModelScope) throws(ORMError) -> Origin {
    if scope == .shared { return shared }
    guard let tenant else { throw ORMError(.noTenant, "No tenant is in scope. Run this inside withTenant or withSchema.") }
    return tenant
  }
}
