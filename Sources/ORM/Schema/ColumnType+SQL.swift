import SQL

extension ColumnType {
  /// The type as it is declared.
  ///
  /// - Parameter placement: The schema that types of our own are in.
  func sql(for engine: Dialect.Engine, in placement: TableReference.Placement) -> SQLFragment {
    engine == .postgres ? postgres(in: placement) : SQLFragment(raw: sqlite)
  }

  private func postgres(in placement: TableReference.Placement) -> SQLFragment {
    switch self {
    case .bool: "boolean"
    case .int16: "smallint"
    case .int32: "integer"
    case .int64: "bigint"
    case .float: "real"
    case .double: "double precision"
    case .numeric(let precision, let scale): SQLFragment(raw: "numeric" + Self.digits(precision, scale))
    case .text: "text"
    case .varchar(let length): SQLFragment(raw: "varchar(\(length))")
    case .bytes: "bytea"
    case .uuid: "uuid"
    case .json: "jsonb"
    case .date: "date"
    case .time: "time"
    case .localTimestamp: "timestamp"
    case .timestamp: "timestamptz"
    case .interval: "interval"
    case .network: "inet"
    case .range(let type): SQLFragment(raw: type.postgresName)
    case .enumeration(let type): type.name.map { "\(schemaOf: placement).\($0)" } ?? "text"
    case .array(let element): element.postgres(in: placement) + "[]"
    case .raw(let postgres, _): SQLFragment(raw: postgres)
    }
  }

  /// SQLite keeps what it is given where a type ends in `TEXT`; the word before says what stands there.
  private var sqlite: String {
    switch self {
    case .bool: "BOOLEAN"
    case .int16: "SMALLINT"
    case .int32: "INTEGER"
    case .int64: "BIGINT"
    case .float: "REAL"
    case .double: "DOUBLE PRECISION"
    case .numeric(let precision, let scale): "NUMERIC TEXT" + Self.digits(precision, scale)
    case .text, .enumeration: "TEXT"
    case .varchar(let length): "VARCHAR(\(length))"
    case .bytes: "BLOB"
    case .uuid: "UUID TEXT"
    case .json: "JSON TEXT"
    case .date: "DATE TEXT"
    case .time: "TIME TEXT"
    case .localTimestamp: "TIMESTAMP TEXT"
    case .timestamp: "TIMESTAMPTZ TEXT"
    case .interval: "INTERVAL TEXT"
    case .network: "INET TEXT"
    case .range(let type): type.postgresName + " TEXT"
    case .array(let element): element.sqliteElement + "[] TEXT"
    case .raw(_, let sqlite): sqlite
    }
  }

  private var sqliteElement: String { sqlite.hasSuffix(" TEXT") ? String(sqlite.dropLast(5)) : sqlite }

  private static func digits(_ precision: Int?, _ scale: Int?) -> String {
    guard let precision else { return "" }
    return scale.map { "(\(precision), \($0))" } ?? "(\(precision))"
  }

  /// What the database writes for the moment.
  func nowSQL(for engine: Dialect.Engine) -> SQLFragment {
    switch (engine, self) {
    case (.postgres, .date): "CURRENT_DATE"
    case (.postgres, .time): "LOCALTIME"
    case (.postgres, _): "now()"
    case (.sqlite, .date): "(strftime('%Y-%m-%d', 'now'))"
    case (.sqlite, .time): "(strftime('%H:%M:%f000', 'now'))"
    case (.sqlite, .localTimestamp): "(strftime('%Y-%m-%dT%H:%M:%f000', 'now'))"
    case (.sqlite, _): "(strftime('%Y-%m-%dT%H:%M:%f000Z', 'now'))"
    }
  }

  /// What every value of the type meets, where the engine does not see to it by itself.
  func condition(on column: Identifier, for engine: Dialect.Engine) -> SQLFragment? {
    switch self {
    case .enumeration(let type) where engine == .sqlite || type.name == nil:
      "\(column) IN (\(type.cases.map { "\($0)" as SQLFragment }.joined(separator: ", ")))"
    case .varchar(let length) where engine == .sqlite: "length(\(column)) <= \(length)"
    default: nil
    }
  }
}
