import Migrations
import Names
import SQL
import Tenancy
import TenantOperations

extension FleetStatus {
  var table: TextTable {
    // One database is the same for all: it need not take room.
    let showsDatabase = Set(tenants.map(\.tenant.database) + lost.map(\.database)).count > 1
    var columns = [
      TextTable.Column("TENANT", importance: 9), TextTable.Column("SCHEMA", importance: 3),
      TextTable.Column("TEMPLATE", importance: 4), TextTable.Column("STATE", importance: 6),
      TextTable.Column("AT", importance: 5), TextTable.Column("CONDITION", importance: 8),
    ]
    if showsDatabase { columns.insert(TextTable.Column("DATABASE", importance: 2), at: 1) }
    var table = TextTable(columns: columns)
    for status in tenants {
      let record = status.tenant.record
      var cells = [
        TextTable.Cell(record.name.text), TextTable.Cell(record.schema.text), TextTable.Cell(record.template?.text ?? "-"),
        TextTable.Cell(record.phase.rawValue), TextTable.Cell(record.latest ?? "-"), status.condition.cell,
      ]
      if showsDatabase { cells.insert(TextTable.Cell(status.tenant.database.text), at: 1) }
      table.append(cells)
    }
    for entry in lost {
      var cells = [
        TextTable.Cell(entry.name.text), TextTable.Cell(entry.schema.text), TextTable.Cell("-"),
        TextTable.Cell("unreachable", .failure), TextTable.Cell("-"),
        TextTable.Cell(unreachable[entry.database]?.code ?? "unreachable", .failure),
      ]
      if showsDatabase { cells.insert(TextTable.Cell(entry.database.text), at: 1) }
      table.append(cells)
    }
    for name in missing {
      let blanks = [TextTable.Cell](repeating: "-", count: columns.count - 2)
      table.append([TextTable.Cell(name.text)] + blanks + [TextTable.Cell("missing", .warning)])
    }
    return table
  }

  var summary: String {
    let count = tenants.count + lost.count
    var parts = ["\(count) tenant\(count == 1 ? "" : "s")", "\(current) current"]
    if behind > 0 { parts.append("\(behind) behind") }
    if broken > 0 { parts.append("\(broken) broken") }
    if !lost.isEmpty { parts.append("\(lost.count) unreachable") }
    if !missing.isEmpty { parts.append("\(missing.count) declared and not created") }
    let lacking = shared.values.map(\.pending.count).reduce(0, +)
    if lacking > 0 { parts.append("\(lacking) shared migration\(lacking == 1 ? "" : "s") pending") }
    return parts.joined(separator: ", ") + "."
  }

  var json: JSONObject {
    var sharedObject = JSONObject()
    for (database, status) in shared.sorted(by: { $0.key < $1.key }) {
      sharedObject[database.text] = ["head": status.head?.json ?? .null, "pending": status.pending.json]
    }
    return [
      "shared": .object(sharedObject),
      "tenants": .array(tenants.map(\.json) + lost.map(json(of:))),
      "missing": .array(missing.map { .string($0.text) }),
      "summary": [
        "tenants": .integer(Int64(tenants.count + lost.count)), "current": .integer(Int64(current)),
        "behind": .integer(Int64(behind)),
        "broken": .integer(Int64(broken)), "unreachable": .integer(Int64(lost.count)),
        "missing": .integer(Int64(missing.count)),
      ],
    ]
  }

  private func json(of entry: DirectoryEntry) -> JSONValue {
    var object = entry.jsonObject
    object["condition"] = "unreachable"
    object["error"] = unreachable[entry.database]?.failure().json
    return .object(object)
  }
}

extension TenantStatus {
  var json: JSONValue {
    var object = tenant.jsonObject
    switch condition {
    case .current: object["condition"] = "current"
    case .behind(let migrations):
      object["condition"] = "behind"
      object["pending"] = migrations.json
    case .broken(let error):
      object["condition"] = "broken"
      object["error"] = error.failure().json
    }
    return .object(object)
  }
}

extension TenantStatus.Condition {
  var cell: TextTable.Cell {
    switch self {
    case .current: TextTable.Cell("current", .success)
    case .behind(let migrations): TextTable.Cell("\(migrations.count) behind", .warning)
    case .broken(let error): TextTable.Cell(error.code, .failure)
    }
  }
}

extension PlacedTenant {
  var jsonObject: JSONObject {
    var labels = JSONObject()
    for (key, value) in record.labels.sorted(by: { $0.key < $1.key }) { labels[key.text] = .string(value.text) }
    var heads = JSONObject()
    for (set, point) in record.heads.sorted(by: { $0.key < $1.key }) { heads[set.text] = point.json }
    return [
      "name": .string(record.name.text), "database": .string(database.text), "schema": .string(record.schema.text),
      "template": JSONValue(record.template?.text), "isolation": .string(record.isolation.rawValue),
      "state": .string(record.phase.rawValue), "labels": .object(labels),
      "domains": .array(record.domains.map { .string($0.text) }), "heads": .object(heads),
      "created_at": .string(record.createdAt.description), "updated_at": .string(record.updatedAt.description),
    ]
  }
}

extension DirectoryEntry {
  /// A tenant that the directory knows and whose database cannot be reached: what else there is to say of it stands there.
  var jsonObject: JSONObject {
    [
      "name": .string(name.text), "database": .string(database.text), "schema": .string(schema.text), "state": "unreachable",
      "domains": .array(domains.map { .string($0.text) }),
    ]
  }
}

extension TenantRecord {
  /// The migration that the last of its sets is at, for people.
  var latest: String? { heads.values.max { $0.migration.text < $1.migration.text }?.migration.text }
}

extension AppliedHead {
  var json: JSONValue {
    ["head": .string(head.hex), "migration": .string(migration.text), "position": .integer(Int64(position))]
  }
}
