import ArgumentParser
import Names
import TenantOperations

/// The command `tenantctl suspend`.
struct SuspendCommand: ConsoleCommand {
  static let configuration = CommandConfiguration(
    commandName: "suspend",
    abstract: "Takes tenants out of use: they are kept and migrated, and their work is refused.",
    discussion: """
        tenantctl suspend acme
        tenantctl suspend acme globex
      """)

  @OptionGroup(title: "Global options") var global: GlobalOptions

  @Argument(help: ArgumentHelp("The tenants.", valueName: "name"), completion: .tenants)
  var names: [String]

  func run(on console: Console) async throws -> ExitStatus {
    try await changeState(of: names, to: .suspended, global, console)
  }
}

/// The command `tenantctl resume`.
struct ResumeCommand: ConsoleCommand {
  static let configuration = CommandConfiguration(
    commandName: "resume",
    abstract: "Puts suspended tenants back into use.",
    discussion: """
        tenantctl resume acme
        tenantctl resume acme globex
      """)

  @OptionGroup(title: "Global options") var global: GlobalOptions

  @Argument(help: ArgumentHelp("The tenants.", valueName: "name"), completion: .tenants)
  var names: [String]

  func run(on console: Console) async throws -> ExitStatus {
    try await changeState(of: names, to: .active, global, console)
  }
}

private func changeState(
  of names: [String], to state: TenantState, _ global: GlobalOptions, _ console: Console
) async throws -> ExitStatus {
  let session = CommandSession(console: console, global: global)
  let names = try tenantNames(names)
  return try await session.withWorkspace { workspace in
    let report = try await workspace.change(names, TenantChanges(state: state), session.context())
    let word = state == .active ? "active" : "suspended"
    return console.finish(report, single: names.count == 1, nothing: "Nothing to do: \(word) already.")
  }
}
