public import Names
import SQL

/// Which rows of a model are meant, in which order, and what is read with them: a value.
///
/// Each method returns a changed copy. Nothing is sent before it is executed, and where it runs is decided then.
///
/// ```swift
/// let open = Project.query.filter { $0.status == .open }.order { ($0.createdAt.descending, $0.id) }.limit(20)
/// let projects = try await open.all()
/// ```
public struct QuerySet<Row: Model>: Sendable {
  var registry: Registry?
  var placement = Placement()
  var condition: Predicate?
  var orderings: [Ordering] = []
  var limit: Int?
  var offset: Int?
  /// The references whose rows are read in the same statement.
  var joined: [TablePath] = []
  /// The relations whose rows are read in a statement each.
  var prefetched: [any Prefetching<Row>] = []

  /// All rows.
  public init() {}

  private func with(_ change: (inout Self) -> Void) -> Self {
    var copy = self
    change(&copy)
    return copy
  }

  /// The paths that begin at the query's own table.
  static var columns: Row.Columns { Row.Columns(at: TablePath()) }

  /// Only rows that meet a condition, beside those that were asked for before.
  public func filter(_ condition: (Row.Columns) -> Predicate) -> Self {
    let added = condition(Self.columns)
    return with { $0.condition = $0.condition.map { $0 && added } ?? added }
  }

  /// Only rows that do not meet a condition; one that is unknown, because of NULL, counts as not met.
  public func exclude(_ condition: (Row.Columns) -> Predicate) -> Self {
    let excluded = Predicate("COALESCE(" + condition(Self.columns).fragment + ", FALSE) = FALSE")
    return with { $0.condition = $0.condition.map { $0 && excluded } ?? excluded }
  }

  /// The rows in an order; it takes the place of the one before.
  public func order<each Term: OrderTerm>(_ terms: (Row.Columns) -> (repeat each Term)) -> Self {
    var orderings: [Ordering] = []
    for term in repeat each terms(Self.columns) { orderings += term.orderings }
    return with { $0.orderings = orderings }
  }

  /// At most so many rows.
  public func limit(_ count: Int?) -> Self { with { $0.limit = count } }

  /// Without the first so many rows.
  public func offset(_ count: Int?) -> Self { with { $0.offset = count } }

  /// On a database and in a schema of its own, whatever is in scope.
  ///
  /// What is nil stays as it was.
  ///
  /// - Parameter schema: Where the tables of tenants' models are; shared models stay in the shared schema.
  public func using(database: DatabaseName? = nil, schema: SchemaName? = nil) -> Self {
    with {
      $0.placement.database = database ?? $0.placement.database
      $0.placement.schema = schema ?? $0.placement.schema
    }
  }

  /// Reads the row that a reference leads to in the same statement.
  public func selectRelated<Owner, Target>(_ path: (Row.Columns) -> ReferencePath<Owner, Target>) -> Self {
    let reference = path(Self.columns)
    return with { $0.joined.append(reference.table.appending(reference.step)) }
  }

  /// Reads the rows of a relation, in one statement for all rows of this query.
  ///
  /// - Parameter refining: Changes which of them are read, in which order and with what.
  public func prefetch<Target>(
    _ path: (Row.Columns) -> RelatedPath<Row, Target>, _ refining: (QuerySet<Target>) -> QuerySet<Target> = { $0 }
  ) -> Self {
    let relation = path(Self.columns)
    let prefetch = RelationPrefetch(path: relation, inner: refining(QuerySet<Target>()))
    return with { $0.prefetched.append(prefetch) }
  }
}

extension Model {
  /// All rows of the model.
  public static var query: QuerySet<Self> { QuerySet() }
}
