import Database
import SQL

/// The statements that write single rows.
enum WriteStatements {
  /// `INSERT … RETURNING` all columns.
  static func insert<Draft: ModelDraft>(_ draft: Draft, for origin: Origin) throws(ORMError) -> SQLFragment {
    let descriptor = Draft.Row.descriptor
    let fields = draft.given.fields
    var writer = ValueWriter(for: origin)
    for field in fields { draft.write(field: field, to: &writer) }
    try check(writer, descriptor)
    var statement: SQLFragment = "INSERT INTO \(Draft.Row.tableReference)"
    if fields.isEmpty {
      statement.append(" DEFAULT VALUES")
    } else {
      let columns = descriptor.columns(of: fields).map { "\($0.name)" as SQLFragment }.joined(separator: ", ")
      let values = writer.values.map { "\($0)" as SQLFragment }.joined(separator: ", ")
      statement.append(" (\(columns)) VALUES (\(values))")
    }
    return statement + returning(descriptor.columns)
  }

  /// `UPDATE` of some fields of a row, and of what happens to a row by itself when it is saved.
  ///
  /// - Returns: The statement, and the fields that it returns.
  static func update<Row: Model>(_ row: Row, _ fields: [Int], for origin: Origin) throws(ORMError) -> (SQLFragment, [Int]) {
    let descriptor = Row.descriptor
    var writer = ValueWriter(for: origin)
    for field in fields { row.write(field: field, to: &writer) }
    try check(writer, descriptor)
    var assignments = zip(descriptor.columns(of: fields), writer.values).map { "\($0.name) = \($1)" as SQLFragment }
    var conditions = keyConditions(row)
    for (field, column) in descriptor.actions where !fields.contains(field) {
      switch column.saveAction {
      case .touch?: assignments.append("\(column.name) = \(column.type.now)")
      case .count?, .version?: assignments.append("\(column.name) = \(column.name) + 1")
      case nil: break
      }
      if column.saveAction == .version {
        var seen = ValueWriter()
        row.write(field: field, to: &seen)
        conditions.append("\(column.name) = \(seen.values[0])")
      }
    }
    let computed = descriptor.computedFields(except: fields)
    let statement: SQLFragment =
      "UPDATE \(Row.tableReference) SET \(assignments.joined(separator: ", ")) WHERE \(conditions.joined(separator: " AND "))"
    return (computed.isEmpty ? statement : statement + returning(descriptor.columns(of: computed)), computed)
  }

  /// `DELETE` of a row.
  static func delete<Row: Model>(_ row: Row) -> SQLFragment {
    "DELETE FROM \(Row.tableReference) WHERE \(keyConditions(row).joined(separator: " AND "))"
  }

  /// The row's key as conditions, without an alias.
  static func keyConditions<Row: Model>(_ row: Row) -> [SQLFragment] {
    var writer = ValueWriter()
    row.rowKey.write(to: &writer)
    return zip(Row.descriptor.keyColumns, writer.values).map { "\($0.name) = \($1)" }
  }

  static func returning(_ columns: [ColumnDescriptor]) -> SQLFragment {
    " RETURNING " + columns.map { "\($0.name)" as SQLFragment }.joined(separator: ", ")
  }

  static func check(_ writer: ValueWriter, _ descriptor: ModelDescriptor) throws(ORMError) {
    switch writer.failure {
    case nil: return
    case .foreignReference(let target, let from, let to)?:
      throw ORMError(
        .foreignTenant,
        "A \(descriptor.name) of \(from) cannot refer to a \(target) of \(to). Look the \(target) up where the \(descriptor.name) is.",
        model: descriptor.name)
    case .unencodable(let type)?:
      throw ORMError(.invalidValue, "A value of \(type) cannot be encoded as JSON.", model: descriptor.name)
    }
  }
}

extension ModelDescriptor {
  /// The fields to which something happens when a row is saved.
  var actions: [(field: Int, column: ColumnDescriptor)] {
    fields.indices.compactMap { field in
      guard let column = fields[field].columns.first, column.saveAction != nil else { return nil }
      return (field, column)
    }
  }

  /// The fields that the database knows better after an update.
  func computedFields(except written: [Int]) -> [Int] {
    fields.indices.filter { field in
      !written.contains(field)
        && fields[field].columns.contains { column in
          if case .generated = column.source { return true }
          return column.saveAction != nil
        }
    }
  }
}

extension ColumnType {
  /// The moment that a row is saved at, in the form that a column of this type keeps.
  var now: SQLValue {
    let moment = Timestamp.now
    return self == .date ? .date(LocalDate(daysSinceEpoch: moment.daysSinceEpoch)) : .timestamp(moment)
  }
}
