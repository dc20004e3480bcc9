import ArgumentParser
import Tenancy
import TenantOperations

/// The command `tenantctl status`.
struct StatusCommand: ConsoleCommand {
  static let configuration = CommandConfiguration(
    commandName: "status",
    abstract: "Shows where every tenant is, who is behind and who is broken.",
    discussion: """
        tenantctl status
        tenantctl status --label wave=canary
        tenantctl status --check     ends with 2 unless everybody is current: for scripts
      """)

  @OptionGroup(title: "Global options") var global: GlobalOptions

  @Argument(help: ArgumentHelp("These tenants only.", valueName: "name"), completion: .tenants)
  var names: [String] = []

  @Option(
    name: .customLong("label"), help: ArgumentHelp("Tenants that have this label. May be repeated.", valueName: "key=value"))
  var labelTexts: [String] = []

  @Flag(help: "End with 2 unless everybody is current.")
  var check = false

  func run(on console: Console) async throws -> ExitStatus {
    let names = try tenantNames(names)
    let selection = TenantSelection(names: names.isEmpty ? nil : names, labels: try labels(labelTexts))
    let status = try await CommandSession(console: console, global: global).withWorkspace {
      try await $0.status(selection)
    }
    console.result(json: status.json) { layout in
      // Where nothing could be reached there is nothing to show: not even that there are no tenants.
      if status.tenants.isEmpty, status.lost.isEmpty, !status.unreachable.isEmpty { return "" }
      return status.table.rendered(width: layout.width, styling: layout.styling) + status.summary + "\n"
    }
    if let status = console.tell(unreachable: status.unreachable, lost: status.lost, single: names.count == 1) { return status }
    return check && !status.isCurrent ? .found : .done
  }
}
