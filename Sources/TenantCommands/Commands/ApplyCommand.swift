import ArgumentParser
import TenantOperations

/// The command `tenantctl apply`.
struct ApplyCommand: ConsoleCommand {
  static let configuration = CommandConfiguration(
    commandName: "apply",
    abstract: "Makes what is there equal to the manifest.",
    discussion: """
      In this order: shared migrations, tenants that are missing, labels, domains, state and template of those that are
      there, migrations of those that are behind. Tenants that the manifest does not declare are never touched.

      Running it again finds nothing to do. One tenant's failure leaves the others done.

        tenantctl apply              shows the plan and asks
        tenantctl apply --yes        for scripts
      """)

  @OptionGroup(title: "Global options") var global: GlobalOptions

  @Flag(name: [.long, .short], help: "Do not ask.")
  var yes = false

  @Option(name: [.long, .short], help: ArgumentHelp("How many tenants are worked on at once.", valueName: "n"))
  var jobs: Int?

  func validate() throws { try validateJobs(jobs) }

  func run(on console: Console) async throws -> ExitStatus {
    let session = CommandSession(console: console, global: global)
    return try await session.withWorkspace { workspace in
      let nothing = "Nothing to do: everything is as the manifest says."
      if !yes {
        let plan = try await workspace.plan()
        guard !plan.isEmpty else {
          return console.finish(try await workspace.apply(session.context()), nothing: nothing)
        }
        guard try await console.confirms(plan.text(nothing: nothing) + "Do this?", option: "--yes") else {
          return .done
        }
      }
      let report = try await console.withProgress("applying", total: nil) { reporter in
        try await workspace.apply(session.context(reporter, jobs: jobs))
      }
      return console.finish(report, nothing: nothing)
    }
  }
}

/// Refuses a number of jobs that makes no sense.
func validateJobs(_ jobs: Int?) throws {
  if let jobs, !(1...256).contains(jobs) { throw ValidationError("--jobs must be between 1 and 256.") }
}
