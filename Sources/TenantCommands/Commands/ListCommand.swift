import ArgumentParser
import Names
import SQL
import Tenancy
import TenantOperations

/// The command `tenantctl list`.
struct ListCommand: ConsoleCommand {
  static let configuration = CommandConfiguration(
    commandName: "list",
    abstract: "Lists the tenants that exist.",
    discussion: """
        tenantctl list
        tenantctl list --label plan=enterprise --output json
        tenantctl list --dropped     tenants that were dropped and not purged
      """)

  @OptionGroup(title: "Global options") var global: GlobalOptions

  @Option(
    name: .customLong("label"), help: ArgumentHelp("Tenants that have this label. May be repeated.", valueName: "key=value"))
  var labelTexts: [String] = []

  @Flag(help: "Tenants that were dropped and whose data is kept.")
  var dropped = false

  func validate() throws {
    if dropped, !labelTexts.isEmpty { throw ValidationError("--dropped and --label exclude each other.") }
  }

  func run(on console: Console) async throws -> ExitStatus {
    if dropped { return try await listDropped(on: console) }
    let selection = TenantSelection(labels: try labels(labelTexts))
    let listing = try await CommandSession(console: console, global: global).withWorkspace {
      try await $0.list(selection)
    }
    let tenants = listing.tenants.map { JSONValue.object($0.jsonObject) } + listing.lost.map { .object($0.jsonObject) }
    console.result(json: ["tenants": .array(tenants)]) { layout in
      if listing.tenants.isEmpty, listing.lost.isEmpty, !listing.unreachable.isEmpty { return "" }
      return Self.table(listing).rendered(width: layout.width, styling: layout.styling)
    }
    return console.tell(unreachable: listing.unreachable, lost: listing.lost) ?? .done
  }

  private func listDropped(on console: Console) async throws -> ExitStatus {
    let (tombstones, unreachable) = try await CommandSession(console: console, global: global).withWorkspace {
      try await $0.tombstones()
    }
    console.result(json: ["dropped": .array(tombstones.map(\.json))]) { layout in
      Self.table(tombstones).rendered(width: layout.width, styling: layout.styling)
    }
    return console.tell(unreachable: unreachable) ?? .done
  }

  private static func table(_ tombstones: [PlacedTombstone]) -> TextTable {
    var table = TextTable(columns: [
      TextTable.Column("TENANT", importance: 9), TextTable.Column("DATABASE", importance: 3),
      TextTable.Column("SCHEMA", importance: 5), TextTable.Column("KEPT AS", importance: 6),
      TextTable.Column("DROPPED", importance: 7),
    ])
    for placed in tombstones {
      let tombstone = placed.tombstone
      table.append([
        TextTable.Cell(tombstone.name.text), TextTable.Cell(placed.database.text), TextTable.Cell(tombstone.schema.text),
        TextTable.Cell(tombstone.tombstone.text), TextTable.Cell(tombstone.droppedAt.toTheSecond),
      ])
    }
    return table
  }

  private static func table(_ listing: TenantListing) -> TextTable {
    // One database is the same for all: it need not take room.
    let showsDatabase = Set(listing.tenants.map(\.database) + listing.lost.map(\.database)).count > 1
    var columns = [
      TextTable.Column("TENANT", importance: 9), TextTable.Column("SCHEMA", importance: 5),
      TextTable.Column("STATE", importance: 6), TextTable.Column("LABELS", importance: 4, wraps: true),
      TextTable.Column("DOMAINS", importance: 2, wraps: true),
    ]
    if showsDatabase { columns.insert(TextTable.Column("DATABASE", importance: 3), at: 1) }
    var table = TextTable(columns: columns)
    for tenant in listing.tenants {
      let record = tenant.record
      let labels = record.labels.sorted { $0.key < $1.key }.map { "\($0.key)=\($0.value)" }
      var cells = [
        TextTable.Cell(record.name.text), TextTable.Cell(record.schema.text), TextTable.Cell(record.phase.rawValue),
        TextTable.Cell(labels.joined(separator: " ")), TextTable.Cell(record.domains.map(\.text).joined(separator: " ")),
      ]
      if showsDatabase { cells.insert(TextTable.Cell(tenant.database.text), at: 1) }
      table.append(cells)
    }
    for entry in listing.lost {
      var cells = [
        TextTable.Cell(entry.name.text), TextTable.Cell(entry.schema.text), TextTable.Cell("unreachable", .failure),
        TextTable.Cell("-"), TextTable.Cell(entry.domains.map(\.text).joined(separator: " ")),
      ]
      if showsDatabase { cells.insert(TextTable.Cell(entry.database.text), at: 1) }
      table.append(cells)
    }
    return table
  }
}

extension PlacedTombstone {
  fileprivate var json: JSONValue {
    [
      "name": .string(tombstone.name.text), "database": .string(database.text), "schema": .string(tombstone.schema.text),
      "kept_as": .string(tombstone.tombstone.text), "dropped_at": .string(tombstone.droppedAt.description),
    ]
  }
}
