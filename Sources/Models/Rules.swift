public import ORM

/// A rule that no two rows have the same values in some properties.
///
/// ```swift
/// #Unique<Project>(\.owner, \.slug)
/// ```
///
/// - Parameters:
///   - properties: The properties.
///   - name: Its name; one is made where none is given.
///   - nullsAreEqual: Whether two rows with NULL are the same; PostgreSQL only.
///   - deferred: Whether it is checked at the end of the transaction; PostgreSQL only.
@freestanding(declaration)
public macro Unique<Row>(
  _ properties: PartialKeyPath<Row>..., name: String? = nil, nullsAreEqual: Bool = false, deferred: Bool = false
) = #externalMacro(module: "ORMMacros", type: "TableMarkerMacro")

/// A condition that every row meets.
///
/// ```swift
/// #Check<Project>("budget >= 0", name: "budget_is_positive")
/// ```
@freestanding(declaration)
public macro Check<Row>(_ condition: SQLVariant, name: String? = nil) =
  #externalMacro(module: "ORMMacros", type: "TableMarkerMacro")

/// What an index is over.
public enum IndexPart<Row> {
  /// A property, the smallest first.
  case ascending(PartialKeyPath<Row>)
  /// A property, the largest first.
  case descending(PartialKeyPath<Row>)
  /// An expression.
  case expression(SQLVariant)
}

/// An index over properties.
///
/// ```swift
/// #Index<Project>(\.owner, \.createdAt, where: "status = 'open'")
/// ```
///
/// - Parameters:
///   - properties: The properties.
///   - name: Its name; one is made where none is given.
///   - unique: Whether no two rows may have the same.
///   - method: How PostgreSQL keeps it.
///   - including: Properties that are kept in the index beside.
///   - condition: Which rows are indexed.
@freestanding(declaration)
public macro Index<Row>(
  _ properties: PartialKeyPath<Row>..., name: String? = nil, unique: Bool = false, method: IndexDescriptor.Method = .btree,
  including: [PartialKeyPath<Row>] = [], where condition: SQLVariant? = nil
) = #externalMacro(module: "ORMMacros", type: "TableMarkerMacro")

/// An index over properties and expressions, with their order.
///
/// ```swift
/// #Index<Project>(.expression("lower(title)"), .descending(\.createdAt))
/// ```
@freestanding(declaration)
public macro Index<Row>(
  _ parts: IndexPart<Row>..., name: String? = nil, unique: Bool = false, method: IndexDescriptor.Method = .btree,
  including: [PartialKeyPath<Row>] = [], where condition: SQLVariant? = nil
) = #externalMacro(module: "ORMMacros", type: "TableMarkerMacro")
