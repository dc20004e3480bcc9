extension RangeType {
  /// What PostgreSQL calls it.
  package var postgresName: String {
    switch self {
    case .int4: "int4range"
    case .int8: "int8range"
    case .numeric: "numrange"
    case .date: "daterange"
    case .localTimestamp: "tsrange"
    case .timestamp: "tstzrange"
    }
  }
}

extension SQLArray.ElementType {
  /// What PostgreSQL calls it.
  package var postgresName: String {
    switch self {
    case .bool: "bool"
    case .integer: "int8"
    case .double: "float8"
    case .numeric: "numeric"
    case .text: "text"
    case .bytes: "bytea"
    case .uuid: "uuid"
    case .json: "jsonb"
    case .date: "date"
    case .time: "time"
    case .localTimestamp: "timestamp"
    case .timestamp: "timestamptz"
    case .interval: "interval"
    case .network: "inet"
    case .range(let type): type.postgresName
    }
  }
}

extension SQLValue {
  /// The value as a bound of a range, as PostgreSQL reads it.
  package var rangeBoundText: String {
    switch self {
    case .date(let date): date.postgresText
    case .localTimestamp(let moment): moment.postgresText
    case .timestamp(let moment): moment.postgresText
    default: canonicalText ?? ""
    }
  }
}
