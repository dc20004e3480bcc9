import ArgumentParser
import Names
import TenantOperations

/// The command `tenantctl drop`.
struct DropCommand: ConsoleCommand {
  static let configuration = CommandConfiguration(
    commandName: "drop",
    abstract: "Takes tenants away: their schemas become tombstones, their names are free.",
    discussion: """
      The schema is renamed and its data kept until it is purged. Its name is not given out again for a minute, so that
      nobody who still knows the old tenant meets a new one.

        tenantctl drop acme          asks for the name again
        tenantctl drop acme --yes    for scripts
        tenantctl drop acme --purge  deletes the data as well: nothing brings it back
      """)

  @OptionGroup(title: "Global options") var global: GlobalOptions

  @Argument(help: ArgumentHelp("The tenants to drop.", valueName: "name"), completion: .tenants)
  var names: [String]

  @Flag(name: [.long, .short], help: "Do not ask.")
  var yes = false

  @Flag(help: "Delete the data as well.")
  var purge = false

  func run(on console: Console) async throws -> ExitStatus {
    let session = CommandSession(console: console, global: global)
    let names = try tenantNames(names)
    return try await session.withWorkspace { workspace in
      _ = try await workspace.status(TenantSelection(names: names))
      if !yes {
        for name in names {
          let warning = purge ? "This deletes tenant \(name) and all of its data." : "This takes tenant \(name) away."
          guard try await console.confirms(warning, byTyping: name.text, option: "--yes") else { return .done }
        }
      }
      let report = try await workspace.drop(names, purging: purge, session.context())
      return console.finish(report, single: names.count == 1, nothing: "Nothing to do.")
    }
  }
}
