import ArgumentParser
import TenantOperations

/// The command `tenantctl plan`.
struct PlanCommand: ConsoleCommand {
  static let configuration = CommandConfiguration(
    commandName: "plan",
    abstract: "Shows what apply would do, and changes nothing.",
    discussion: """
        tenantctl plan
        tenantctl plan --check       ends with 2 when there is something to do: for scripts
      """)

  @OptionGroup(title: "Global options") var global: GlobalOptions

  @Flag(help: "End with 2 when there is something to do.")
  var check = false

  func run(on console: Console) async throws -> ExitStatus {
    let plan = try await CommandSession(console: console, global: global).withWorkspace { try await $0.plan() }
    console.result(json: plan.json) { layout in
      plan.text(nothing: "Nothing to do: everything is as the manifest says.", width: layout.width)
    }
    console.warn(plan.warnings)
    if let status = console.tell(unreachable: plan.unreachable) { return status }
    return check && !plan.isEmpty ? .found : .done
  }
}
