import Names
import Tenancy
import TenantOperations

extension FleetPlan {
  /// What would happen, a line for each tenant.
  ///
  /// - Parameter width: How many columns there are; nil for as many as it takes.
  func text(nothing: String, isPruning: Bool = false, width: Int?) -> String {
    var lines: [String] = []
    for (database, migrations) in shared.sorted(by: { $0.key < $1.key }) where !migrations.isEmpty {
      lines.append("shared schema of \(database): migrate \(migrations.listed)")
    }
    for item in items { lines += item.actions.map { "\(item.tenant): \($0.text)" } }
    for (database, error) in unreachable.sorted(by: { $0.key < $1.key }) {
      lines.append("database \(database): cannot be used: \(error.message)")
    }
    if !unmanaged.isEmpty {
      lines.append(
        (isPruning ? "not in the manifest, drop: " : "not in the manifest, never touched: ")
          + unmanaged.map(\.text).joined(separator: ", "))
    }
    if isEmpty, !isPruning || unmanaged.isEmpty { lines.append(nothing) }
    return lines.map { $0.escapedForTerminal.filled(toWidth: width, indent: 2) }.joined(separator: "\n") + "\n"
  }

  var json: JSONObject {
    var object: JSONObject = ["changes": .boolean(!isEmpty)]
    object["shared"] = .object(shared.jsonObject)
    object["tenants"] = .array(
      items.map { item in
        [
          "name": .string(item.tenant.text), "database": .string(item.database.text),
          "actions": .array(item.actions.map(\.json)),
        ]
      })
    object["unchanged"] = .integer(Int64(unchanged.count))
    object["unmanaged"] = .array(unmanaged.map { .string($0.text) })
    return object
  }
}

extension FleetPlan.Action {
  var text: String {
    switch self {
    case .create(let tenant, let migrations): "create schema \(tenant.schema) with \(migrations.listed)"
    case .update(_, _, let changes): "change \(changes.joined(separator: ", "))"
    case .migrate(_, _, let migrations): migrations.isEmpty ? "look into it" : "migrate \(migrations.listed)"
    case .rollBack(_, let script, _): "take back \(script.migrations.listed)"
    case .refuse(let error): "cannot be done: \(error)"
    }
  }

  var json: JSONValue {
    switch self {
    case .create(let tenant, let migrations):
      ["action": "create", "schema": .string(tenant.schema.text), "migrations": migrations.json]
    case .update(_, _, let changes): ["action": "update", "changes": .array(changes.map(JSONValue.string))]
    case .migrate(_, _, let migrations): ["action": "migrate", "migrations": migrations.json]
    case .rollBack(_, let script, _): ["action": "rollback", "migrations": script.migrations.json]
    case .refuse(let error): ["action": "refuse", "error": error.failure().json]
    }
  }
}

extension [MigrationReference] {
  /// The migrations as a person reads them: all of a few, the ends of many.
  var listed: String {
    switch count {
    case 0: "no migrations"
    case 1...3: map(\.description).joined(separator: ", ")
    default: "\(count) migrations (\(self[0]) to \(self[count - 1]))"
    }
  }
}

extension [DatabaseName: [MigrationReference]] {
  var jsonObject: JSONObject {
    var object = JSONObject()
    for (database, migrations) in sorted(by: { $0.key < $1.key }) { object[database.text] = migrations.json }
    return object
  }
}
