import ArgumentParser
import Tenancy
import TenantOperations

/// The command `tenantctl doctor`.
struct DoctorCommand: ConsoleCommand {
  static let configuration = CommandConfiguration(
    commandName: "doctor",
    abstract: "Finds out what is wrong with this set-up, and puts right what needs no judgement.",
    discussion: """
      It looks at versions, rights and settings, at the ledger against what is there, and at the directory against the
      ledgers. It ends with 2 when a person has to act, with 69 when a database cannot be reached.

        tenantctl doctor
        tenantctl doctor --repair        shows what it would do, and asks
        tenantctl doctor --repair --yes  for scripts
      """)

  @OptionGroup(title: "Global options") var global: GlobalOptions

  @Flag(help: "Put right what the records say how to.")
  var repair = false

  @Flag(name: [.long, .short], help: "Do not ask.")
  var yes = false

  func validate() throws {
    if yes, !repair { throw ValidationError("--yes is for --repair.") }
  }

  func run(on console: Console) async throws -> ExitStatus {
    let session = CommandSession(console: console, global: global)
    let report = try await session.withWorkspace { workspace in
      let report = try await workspace.examine()
      guard repair, !report.repairable.isEmpty, try await agrees(to: report, console) else { return report }
      return try await workspace.repair(report, session.context())
    }
    console.result(json: report.json) { layout in report.text(layout) }
    if let status = console.tell(unreachable: report.unreachable) { return status }
    return report.problems.isEmpty ? .done : .found
  }

  private func agrees(to report: DoctorReport, _ console: Console) async throws -> Bool {
    if yes { return true }
    let actions = report.repairable.compactMap(\.finding.repair?.summary)
    return try await console.confirms(
      "This would:\n" + actions.map { "  \($0)\n" }.joined() + "Do this?", option: "--yes")
  }
}
