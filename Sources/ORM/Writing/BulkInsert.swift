import Database
import SQL

/// Drafts that give the same fields, as statements: one on PostgreSQL, with an array for each column.
struct BulkInsert<Row: Model> {
  let fields: [Int]
  let rows: [[SQLValue]]
  let conflict: ConflictClause?

  /// SQLite takes at most 32,766 values in a statement.
  private static var valueLimit: Int { 30_000 }

  /// Drafts in runs that give the same fields; the order is kept.
  static func runs(_ drafts: [Row.Draft], for origin: Origin, _ conflict: ConflictClause?) throws(ORMError) -> [BulkInsert] {
    var runs: [(given: FieldSet, rows: [[SQLValue]])] = []
    for draft in drafts {
      let given = draft.given
      var writer = ValueWriter(for: origin)
      for field in given.fields { draft.write(field: field, to: &writer) }
      try WriteStatements.check(writer, Row.descriptor)
      if runs.last?.given == given {
        runs[runs.endIndex - 1].rows.append(writer.values)
      } else {
        runs.append((given, [writer.values]))
      }
    }
    return runs.map { BulkInsert(fields: $0.given.fields, rows: $0.rows, conflict: conflict) }
  }

  /// The statements.
  func statements(for dialect: Dialect) -> [SQLFragment] {
    let columns = Row.descriptor.columns(of: fields)
    guard !columns.isEmpty else { return rows.map { _ in head([]) + " DEFAULT VALUES" + tail } }
    if dialect.engine == .postgres, let arrays = arrays(columns) { return [head(columns) + arrays + tail] }
    let size = max(1, Self.valueLimit / columns.count)
    return stride(from: 0, to: rows.count, by: size).map { start in
      let values = rows[start..<min(start + size, rows.count)].map { row -> SQLFragment in
        "(" + row.map { "\($0)" as SQLFragment }.joined(separator: ", ") + ")"
      }
      return head(columns) + " VALUES " + values.joined(separator: ", ") + tail
    }
  }

  private func head(_ columns: [ColumnDescriptor]) -> SQLFragment {
    guard !columns.isEmpty else { return "INSERT INTO \(Row.tableReference)" }
    return "INSERT INTO \(Row.tableReference) (\(columns.map { "\($0.name)" as SQLFragment }.joined(separator: ", ")))"
  }

  private var tail: SQLFragment {
    (conflict?.sql(Row.descriptor, writing: fields) ?? "") + WriteStatements.returning(Row.descriptor.columns)
  }

  /// A table made of one array for each column, in the order of the drafts; nil when a column has no such array.
  private func arrays(_ columns: [ColumnDescriptor]) -> SQLFragment? {
    var binds: [SQLFragment] = []
    for (index, column) in columns.enumerated() {
      guard let type = column.type.elementType else { return nil }
      binds.append("\(SQLArray(elementType: type, elements: rows.map { $0[index] }).simplestValue)")
    }
    let names = columns.indices.map { SQLFragment(raw: "c\($0)") }.joined(separator: ", ")
    return """
       SELECT \(names) FROM unnest(\(binds.joined(separator: ", "))) WITH ORDINALITY AS given(\(names), place) ORDER BY place
      """
  }
}

extension ColumnType {
  /// What a list of values of the type is; nil for lists themselves, and for types that are found out from where a value stands.
  fileprivate var elementType: SQLArray.ElementType? {
    switch self {
    case .bool: .bool
    case .int16, .int32, .int64: .integer
    case .float, .double: .double
    case .numeric: .numeric
    case .text, .varchar: .text
    case .bytes: .bytes
    case .uuid: .uuid
    case .json: .json
    case .date: .date
    case .time: .time
    case .localTimestamp: .localTimestamp
    case .timestamp: .timestamp
    case .interval: .interval
    case .network: .network
    case .range(let type): .range(type)
    case .enumeration(let type): type.name == nil ? .text : nil
    case .array, .raw: nil
    }
  }
}
