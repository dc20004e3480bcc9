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
      nobody who still knows the old tenant meets a new one. --purge deletes the data, in parts, together with what is left of
      earlier tenants of that name; interrupted, it is finished by running it again.

        tenantctl drop acme          asks for the name again
        tenantctl drop acme --yes    for scripts
        tenantctl drop acme --purge  deletes the data as well, also of a tenant that was dropped before
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
      let targets = try await workspace.dropTargets(names, purging: purge)
      if !yes {
        for target in targets {
          let warning = purge ? Self.purgeWarning(target) : "This takes tenant \(target.name) away."
          guard try await console.confirms(warning, byTyping: target.name.text, option: "--yes") else { return .done }
        }
      }
      let report = try await workspace.drop(names, purging: purge, session.context())
      return console.finish(report, single: names.count == 1, nothing: "Nothing to do.")
    }
  }

  private static func purgeWarning(_ target: DropTarget) -> String {
    let count = target.tombstones.count
    let buried = "\(count) dropped tenant\(count == 1 ? "" : "s") of that name"
    guard target.tenant != nil else { return "This deletes what is left of \(buried)." }
    return "This deletes tenant \(target.name) and all of its data" + (count == 0 ? "." : ", and what is left of \(buried).")
  }
}
