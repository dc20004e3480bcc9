public import SQL

/// What tells whether a row is there already: a column, or a reference, under a unique rule.
public protocol ConflictTerm: Sendable {
  /// The names of its columns.
  var conflictColumns: [Identifier] { get }
}

extension ColumnPath: ConflictTerm {
  /// The column.
  public var conflictColumns: [Identifier] { [column] }
}

extension ReferencePath: ConflictTerm {
  /// The columns of the foreign key.
  public var conflictColumns: [Identifier] { Owner.descriptor.fields[field].columns.map(\.name) }
}

/// What happens to a row that is there already.
struct ConflictClause: Sendable {
  enum Action: Sendable { case ignore, update }

  let columns: [Identifier]
  let action: Action

  init<Row: Model, each Term: ConflictTerm>(
    _ row: Row.Type, _ terms: (Row.Columns) -> (repeat each Term), _ action: Action
  ) {
    var columns: [Identifier] = []
    for term in repeat each terms(Row.Columns(at: TablePath())) { columns += term.conflictColumns }
    self.columns = columns
    self.action = action
  }

  /// The clause, `ON CONFLICT …`.
  func sql(_ descriptor: ModelDescriptor, writing fields: [Int]) -> SQLFragment {
    let target = columns.map { "\($0)" as SQLFragment }.joined(separator: ", ")
    guard action == .update else { return " ON CONFLICT (\(target)) DO NOTHING" }
    // The key of a row that is there stays: the draft's was made for a new one.
    let key = descriptor.keyColumns
    let written = descriptor.columns(of: fields).filter { !columns.contains($0.name) && !key.contains($0) }
    var assignments = written.map { "\($0.name) = excluded.\($0.name)" as SQLFragment }
    for (field, column) in descriptor.actions where !fields.contains(field) {
      switch column.saveAction {
      case .touch?: assignments.append("\(column.name) = \(column.type.now)")
      case .count?, .version?: assignments.append("\(column.name) = \(descriptor.table).\(column.name) + 1")
      case nil: break
      }
    }
    // With nothing to write, a row that is there is still wanted back.
    if assignments.isEmpty { assignments = columns.prefix(1).map { "\($0) = excluded.\($0)" } }
    return " ON CONFLICT (\(target)) DO UPDATE SET \(assignments.joined(separator: ", "))"
  }
}
