import ArgumentParser
import Names
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

  @Argument(help: ArgumentHelp("The tenants to migrate.", valueName: "name"), completion: .tenants)
  var names: [String] = []

  @Flag(help: "Every tenant that is behind.")
  var all = false

  @Option(
    name: .customLong("label"), help: ArgumentHelp("Tenants that have this label. May be repeated.", valueName: "key=value"))
  var labelTexts: [String] = []

  @Option(help: ArgumentHelp("Stop after this migration: its number or its name.", valueName: "version"))
  var to: String?

  @Flag(help: "Show what would be done.")
  var dryRun = false

  @Option(name: [.long, .short], help: ArgumentHelp("How many tenants are worked on at once.", valueName: "n"))
  var jobs: Int?

  func validate() throws {
    try validateJobs(jobs)
    let ways = [all, !names.isEmpty, !labelTexts.isEmpty].count { $0 }
    if ways != 1 { throw ValidationError("Say who: --all, tenants by name, or --label.") }
  }

  func run(on console: Console) async throws -> ExitStatus {
    let session = CommandSession(console: console, global: global)
    let names = try tenantNames(names)
    let selection = TenantSelection(names: names.isEmpty ? nil : names, labels: try labels(labelTexts))
    let nothing = "Nothing to do: nobody is behind."
    return try await session.withWorkspace { workspace in
      if dryRun {
        let plan = try await workspace.migrationPlan(selection, to: to)
        console.result(json: plan.json) { _ in plan.text(nothing: nothing) }
        console.warn(plan.warnings)
        return .done
      }
      let report = try await console.withProgress("migrating", total: nil) { reporter in
        try await workspace.migrate(selection, to: to, session.context(reporter, jobs: jobs))
      }
      return console.finish(report, single: names.count == 1, nothing: nothing)
    }
  }
}
