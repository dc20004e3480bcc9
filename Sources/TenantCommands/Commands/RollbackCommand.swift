import ArgumentParser
import Tenancy
import TenantOperations

/// The command `tenantctl rollback`.
struct RollbackCommand: ConsoleCommand {
  static let configuration = CommandConfiguration(
    commandName: "rollback",
    abstract: "Takes migrations back: runs their down sections, the last applied one first.",
    discussion: """
      Each tenant is one transaction. A migration without a down section is refused before anything is run. --steps counts
      from where each tenant is now: after an interruption, use --to. The shared schema stays as it is.

        tenantctl rollback acme                     the last migration
        tenantctl rollback --all --to 0007          everything after 0007
        tenantctl rollback --label wave=canary --steps 2 --dry-run
        tenantctl rollback acme --to 0              everything
      """)

  @OptionGroup(title: "Global options") var global: GlobalOptions

  @OptionGroup var chosen: SelectionOptions

  @Option(help: ArgumentHelp("How many migrations are taken back. (default: 1)", valueName: "n"))
  var steps: Int?

  @Option(help: ArgumentHelp("The migration that stays the last one: its number or its name; 0 for none.", valueName: "version"))
  var to: String?

  @Flag(help: "Show what would be done.")
  var dryRun = false

  @Flag(name: [.long, .short], help: "Do not ask.")
  var yes = false

  @Option(name: [.long, .short], help: ArgumentHelp("How many tenants are worked on at once.", valueName: "n"))
  var jobs: Int?

  func validate() throws {
    try validateJobs(jobs)
    if steps != nil, to != nil { throw ValidationError("--steps and --to exclude each other.") }
    if let steps, steps < 1 { throw ValidationError("--steps must be at least 1.") }
  }

  func run(on console: Console) async throws -> ExitStatus {
    let session = CommandSession(console: console, global: global)
    let selection = try chosen.selection()
    let extent: RollbackExtent = to.map { $0 == "0" ? .everything : .to($0) } ?? .steps(steps ?? 1)
    let nothing = "Nothing to do: there is nothing to take back."
    return try await session.withWorkspace { workspace in
      if dryRun || !yes {
        let plan = try await workspace.rollbackPlan(selection, extent)
        if dryRun {
          console.result(json: plan.json) { plan.text(nothing: nothing, width: $0.width) }
          console.warn(plan.warnings)
          return console.tell(unreachable: plan.unreachable) ?? .done
        }
        let question =
          plan.text(nothing: nothing, width: console.noticeWidth) + "What these migrations added is lost. Do this?"
        if !plan.items.isEmpty, !(try await console.confirms(question, option: "--yes")) { return .done }
      }
      let report = try await console.withProgress("rolling back", total: nil) { reporter in
        try await workspace.rollBack(selection, extent, session.context(reporter, jobs: jobs))
      }
      return console.finish(report, single: selection.isSingle, nothing: nothing)
    }
  }
}
