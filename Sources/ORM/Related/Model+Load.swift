import SQL

extension Model {
  /// Reads the rows of a relation and keeps them in this row: from where this row came from.
  ///
  /// ```swift
  /// try await project.load { $0.tickets } _: { $0.filter { !$0.done } }
  /// ```
  public mutating func load<Target>(
    _ path: (Columns) -> RelatedPath<Self, Target>, _ refining: (QuerySet<Target>) -> QuerySet<Target> = { $0 }
  ) async throws {
    let executor = try executor()
    let prefetch = RelationPrefetch(path: path(QuerySet<Self>.columns), inner: refining(QuerySet<Target>()))
    var rows = [self]
    try await prefetch.load(into: &rows, executor)
    self = rows[0]
  }

  /// Reads the row that a reference leads to and keeps it in the reference: from where this row came from.
  ///
  /// A reference that is nil stays nil.
  ///
  /// - Throws: ``ORMError`` with ``ORMError/Code/notFound`` when the row is gone.
  public mutating func load<Target>(_ path: (Columns) -> ReferencePath<Self, Target>) async throws {
    let reference = path(QuerySet<Self>.columns)
    guard reference.table == TablePath() else {
      throw ORMError(.unsupported, "load goes one step. Load the reference, and then that row's own.")
    }
    let executor = try executor()
    var writer = ValueWriter()
    write(field: reference.field, to: &writer)
    guard !writer.values.allSatisfy({ $0 == .null }) else { return }
    let key = writer.values
    let conditions = zip(Target.descriptor.keyColumns, key).map { column, value in
      QueryFragment(TablePath(), column.name) + " = " + QueryFragment("\(value)")
    }
    let predicate = Predicate(conditions.joined(separator: " AND "))
    guard let target = try await QuerySet<Target>().filter({ _ in predicate }).rows(with: executor).first else {
      throw ORMError(.notFound, "The \(Target.descriptor.name) that is referred to is gone.", model: Target.descriptor.name)
    }
    let state = rowState
    reference.step.setLoaded(&self, target)
    rowState = state
  }
}
