import ArgumentParser
import TenantOperations

/// The command `tenantctl apply`.
struct ApplyCommand: ConsoleCommand {
  static let configuration = CommandConfiguration(
    commandName: "apply",
    abstract: "Makes what is there equal to the manifest.",
    discussion: """
      In this order: shared migrations, tenants that are missing, labels, domains, state and template of those that are
      there, migrations of those that are behind. Tenants that the manifest does not declare are not touched, unless --prune
      says how many of them there are: then they are dropped, last, and their data is kept until it is purged.

      Running it again finds nothing to do. One tenant's failure leaves the others done.

        tenantctl apply              shows the plan and asks
        tenantctl apply --yes        for scripts
        tenantctl apply --prune 2    drops the two tenants that the manifest does not declare
      """)

  @OptionGroup(title: "Global options") var global: GlobalOptions

  @Flag(name: [.long, .short], help: "Do not ask.")
  var yes = false

  @Option(name: [.long, .short], help: ArgumentHelp("How many tenants are worked on at once.", valueName: "n"))
  var jobs: Int?

  @Option(help: ArgumentHelp("Drop the tenants that the manifest does not declare: exactly this many.", valueName: "n"))
  var prune: Int?

  func validate() throws {
    try validateJobs(jobs)
    if let prune, prune < 0 { throw ValidationError("--prune takes a number of tenants.") }
  }

  func run(on console: Console) async throws -> ExitStatus {
    let session = CommandSession(console: console, global: global)
    return try await session.withWorkspace { workspace in
      let nothing = "Nothing to do: everything is as the manifest says."
      if !yes {
        let plan = try await workspace.plan()
        if let prune { try plan.checkPruning(prune) }
        guard !plan.isEmpty || prune ?? 0 > 0 else {
          return console.finish(try await workspace.apply(session.context()), nothing: nothing)
        }
        let question = plan.text(nothing: nothing, isPruning: prune != nil, width: console.noticeWidth) + "Do this?"
        guard try await console.confirms(question, option: "--yes") else { return .done }
      }
      let report = try await console.withProgress("applying", total: nil) { reporter in
        try await workspace.apply(pruning: prune, session.context(reporter, jobs: jobs))
      }
      return console.finish(report, nothing: nothing)
    }
  }
}

/// Refuses a number of jobs that makes no sense.
func validateJobs(_ jobs: Int?) throws {
  if let jobs, !(1...256).contains(jobs) { throw ValidationError("--jobs must be between 1 and 256.") }
}
