/// The rows at the far side of a relation, once they were loaded: children, or both ends of a many-to-many relation.
///
/// It is no column. Nothing is queried behind the reader's back: the rows are there after `prefetch` or `load`.
public struct Related<Target: Sendable>: Sendable {
  /// The rows; nil until they are loaded.
  public let rows: [Target]?

  /// Rows that are not loaded.
  public init() { rows = nil }

  /// Loaded rows.
  public init(_ rows: [Target]) { self.rows = rows }

}

extension Related where Target: Model {
  /// The rows.
  ///
  /// - Throws: ``ORMError`` with ``ORMError/Code/notLoaded`` when they were not loaded.
  public func loaded() throws(ORMError) -> [Target] {
    guard let rows else {
      throw ORMError(
        .notLoaded, "The related \(Target.descriptor.name) rows are not loaded. Ask for them with prefetch or load.")
    }
    return rows
  }
}

/// The row at the far side of a one-to-one relation, once it was loaded.
///
/// It is no column: the other side has the foreign key.
public struct RelatedOne<Target: Sendable>: Sendable {
  private let rows: [Target]?

  /// A row that is not loaded.
  public init() { rows = nil }

  /// What was loaded; nil when there is no such row.
  public init(_ row: Target?) { rows = row.map { [$0] } ?? [] }

  /// True when it was loaded, whether there is a row or not.
  public var isLoaded: Bool { rows != nil }

  /// The row, when it was loaded and there is one.
  public var row: Target? { rows?.first }

}

extension RelatedOne where Target: Model {
  /// The row, or nil when there is none.
  ///
  /// - Throws: ``ORMError`` with ``ORMError/Code/notLoaded`` when it was not loaded.
  public func loaded() throws(ORMError) -> Target? {
    guard isLoaded else {
      throw ORMError(
        .notLoaded, "The related \(Target.descriptor.name) row is not loaded. Ask for it with prefetch or load.")
    }
    return row
  }
}
