import ArgumentParser
import Names
import SQL
import Tenancy
import TenantOperations

/// The command `tenantctl history`.
struct HistoryCommand: ConsoleCommand {
  static let configuration = CommandConfiguration(
    commandName: "history",
    abstract: "Shows what was done to a tenant: one line for each committed change.",
    discussion: """
        tenantctl history acme
        tenantctl history acme --audit    the audit chain, with its hashes
      """)

  @OptionGroup(title: "Global options") var global: GlobalOptions

  @Argument(help: "The tenant.", completion: .tenants)
  var name: String

  @Flag(help: "The audit chain instead.")
  var audit = false

  func run(on console: Console) async throws -> ExitStatus {
    let name = try TenantName(name)
    let session = CommandSession(console: console, global: global)
    if audit {
      let records = try await session.withWorkspace { try await $0.auditTrail(of: name) }
      console.result(json: ["tenant": .string(name.text), "audit": .array(records.map(\.json))], table: Self.table(records))
    } else {
      let entries = try await session.withWorkspace { try await $0.history(of: name) }
      console.result(json: ["tenant": .string(name.text), "history": .array(entries.map(\.json))], table: Self.table(entries))
    }
    return .done
  }

  private static func table(_ entries: [HistoryEntry]) -> TextTable {
    var table = TextTable(columns: [
      TextTable.Column("WHEN", importance: 8), TextTable.Column("ACTION", importance: 9),
      TextTable.Column("MIGRATIONS", importance: 6, wraps: true), TextTable.Column("BY", importance: 4),
      TextTable.Column("RUN", importance: 2),
    ])
    for entry in entries {
      let migrations = entry.migrations
      let listed =
        migrations.count > 2 ? "\(migrations[0]) … \(migrations[migrations.count - 1])" : migrations.joined(separator: ", ")
      table.append([
        TextTable.Cell(entry.at.toTheSecond), TextTable.Cell(entry.action), TextTable.Cell(listed), TextTable.Cell(entry.actor),
        TextTable.Cell(entry.run),
      ])
    }
    return table
  }

  private static func table(_ records: [AuditRecord]) -> TextTable {
    var table = TextTable(columns: [
      TextTable.Column("#", alignment: .trailing, importance: 9), TextTable.Column("WHEN", importance: 8),
      TextTable.Column("ACTION", importance: 9), TextTable.Column("BY", importance: 5),
      TextTable.Column("HASH", importance: 4), TextTable.Column("DETAIL", importance: 1, wraps: true),
    ])
    for record in records {
      table.append([
        TextTable.Cell(String(record.sequence)), TextTable.Cell(record.at.toTheSecond), TextTable.Cell(record.action),
        TextTable.Cell(record.actor), TextTable.Cell(String(record.hash.prefix(12))), TextTable.Cell(record.detail),
      ])
    }
    return table
  }
}

extension HistoryEntry {
  var json: JSONValue {
    [
      "at": .string(at.description), "action": .string(action), "migrations": .array(migrations.map(JSONValue.string)),
      "actor": .string(actor), "run": .string(run), "tool": .string(tool),
    ]
  }
}

extension AuditRecord {
  var json: JSONValue {
    [
      "sequence": .integer(sequence), "at": .string(at.description), "actor": .string(actor), "action": .string(action),
      "detail": .string(detail), "previous_hash": .string(previousHash), "hash": .string(hash),
    ]
  }
}

extension Timestamp {
  /// Without its fraction, for people.
  var toTheSecond: String { String(description.prefix { $0 != "." }) + "Z" }
}
