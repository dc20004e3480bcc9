import Names
import SQL
import Tenancy
import TenantOperations

extension ExecutionOutcome {
  /// How many columns of the terminal a column of an answer needs at least, to be read.
  private static let narrowest = 8

  func text(_ layout: Console.TextLayout, named: Bool) -> String {
    var text = named ? "-- \(tenant.record.name)\n" : ""
    for answer in answers {
      guard !answer.columns.isEmpty else {
        text += answer.affectedRows > 0 ? "\(answer.affectedRows) row\(answer.affectedRows == 1 ? "" : "s") changed\n" : "done\n"
        continue
      }
      var table = TextTable(columns: answer.columns.map { TextTable.Column($0, wraps: true) })
      for row in answer.rows { table.append(row.map { TextTable.Cell($0.displayText ?? "NULL") }) }
      // So many columns would be a letter wide each: then the terminal breaks the lines.
      let width = layout.width.flatMap { $0 / answer.columns.count < Self.narrowest ? nil : $0 }
      text +=
        table.rendered(width: width, styling: layout.styling) + "(\(answer.rows.count) row\(answer.rows.count == 1 ? "" : "s"))\n"
    }
    return text
  }

  var json: JSONValue {
    var object: JSONObject = [
      "name": .string(tenant.record.name.text), "database": .string(tenant.database.text),
      "results": .array(
        answers.map { answer in
          [
            "columns": .array(answer.columns.map(JSONValue.string)),
            "rows": .array(answer.rows.map { row in .array(row.map(\.json)) }),
            "affected_rows": .integer(Int64(answer.affectedRows)),
          ]
        }),
    ]
    if let error { object["error"] = error.failure().json }
    return .object(object)
  }
}

extension ExecutionReport {
  /// The tenants that could not be reached.
  var lostJSON: [JSONValue] {
    lost.map { entry in
      var object = entry.jsonObject
      object["results"] = .array([])
      object["error"] = unreachable[entry.database]?.failure().json
      return .object(object)
    }
  }
}

extension SQLValue {
  var json: JSONValue {
    switch self {
    case .null: .null
    case .bool(let flag): .boolean(flag)
    case .integer(let number): .integer(number)
    case .double(let number): number.isFinite ? .number(number) : .string("\(number)")
    case .textArray(let texts): .array(texts.map(JSONValue.string))
    case .integerArray(let numbers): .array(numbers.map(JSONValue.integer))
    default: JSONValue(displayText)
    }
  }
}
