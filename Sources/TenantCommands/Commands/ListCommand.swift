import ArgumentParser
import Names
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
      """)

  @OptionGroup(title: "Global options") var global: GlobalOptions

  @Option(
    name: .customLong("label"), help: ArgumentHelp("Tenants that have this label. May be repeated.", valueName: "key=value"))
  var labelTexts: [String] = []

  func run(on console: Console) async throws -> ExitStatus {
    let selection = TenantSelection(labels: try labels(labelTexts))
    let listing = try await CommandSession(console: console, global: global).withWorkspace {
      try await $0.list(selection)
    }
    console.result(json: ["tenants": .array(listing.tenants.map { .object($0.jsonObject) })]) { layout in
      Self.table(listing.tenants).rendered(width: layout.width, styling: layout.styling)
    }
    return console.tell(unreachable: listing.unreachable) ?? .done
  }

  private static func table(_ tenants: [PlacedTenant]) -> TextTable {
    var table = TextTable(columns: [
      TextTable.Column("TENANT", importance: 9), TextTable.Column("DATABASE", importance: 3),
      TextTable.Column("SCHEMA", importance: 5), TextTable.Column("STATE", importance: 6),
      TextTable.Column("LABELS", importance: 4), TextTable.Column("DOMAINS", importance: 2),
    ])
    for tenant in tenants {
      let record = tenant.record
      let labels = record.labels.sorted { $0.key < $1.key }.map { "\($0.key)=\($0.value)" }
      table.append([
        TextTable.Cell(record.name.text), TextTable.Cell(tenant.database.text), TextTable.Cell(record.schema.text),
        TextTable.Cell(record.phase.rawValue), TextTable.Cell(labels.joined(separator: " ")),
        TextTable.Cell(record.domains.map(\.text).joined(separator: " ")),
      ])
    }
    return table
  }
}
