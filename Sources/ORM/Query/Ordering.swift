import SQL

/// What rows are ordered by.
public protocol OrderTerm: Sendable {
  /// The terms, the most important one first.
  var orderings: [Ordering] { get }
}

/// A column with the direction that rows are ordered in.
public struct Ordering: OrderTerm, Hashable {
  let fragment: QueryFragment

  /// Itself.
  public var orderings: [Ordering] { [self] }
}

extension ColumnPath: OrderTerm {
  /// Smallest first.
  public var orderings: [Ordering] { [ascending] }
  /// Smallest first.
  public var ascending: Ordering { Ordering(fragment: fragment) }
  /// Largest first.
  public var descending: Ordering { Ordering(fragment: fragment + " DESC") }
}
