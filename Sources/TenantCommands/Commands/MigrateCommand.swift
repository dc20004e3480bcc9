import ArgumentParser
import TenantOperations

/// The command `tenantctl migrate`.
struct MigrateCommand: ConsoleCommand {
  static let configuration = CommandConfiguration(
    commandName: "migrate",
    abstract: "Applies pending migrations: to all tenants, to named ones, or to those with a label.",
    discussion: """
      The shared schema first, then tenants, several at once. What a tenant lacks is one transaction: it is applied
      wholly or not at all, and exactly once. One tenant's failure leaves the others done.

        tenantctl migrate --all
        tenantctl migrate acme globex
        tenantctl migrate --label wave=canary
        tenantctl migrate --all --to 0007 --dry-run
      """)

  @OptionGroup(title: "Global options") var global: GlobalOptions

  @OptionGroup var chosen: SelectionOptions

  @Option(help: ArgumentHelp("Stop after this migration: its number or its name.", valueName: "version"))
  var to: String?

  @Flag(help: "Show what would be done.")
  var dryRun = false

  @Option(name: [.long, .short], help: ArgumentHelp("How many tenants are worked on at once.", valueName: "n"))
  var jobs: Int?

  func validate() throws { try validateJobs(jobs) }

  func run(on console: Console) async throws -> ExitStatus {
    let session = CommandSession(console: console, global: global)
    let selection = try chosen.selection()
    let nothing = "Nothing to do: nobody is behind."
    return try await session.withWorkspace { workspace in
      if dryRun {
        let plan = try await workspace.migrationPlan(selection, to: to)
        console.result(json: plan.json) { plan.text(nothing: nothing, width: $0.width) }
        console.warn(plan.warnings)
        return console.tell(unreachable: plan.unreachable) ?? .done
      }
      let report = try await console.withProgress("migrating", total: nil) { reporter in
        try await workspace.migrate(selection, to: to, session.context(reporter, jobs: jobs))
      }
      return console.finish(report, single: selection.isSingle, nothing: nothing)
    }
  }
}
