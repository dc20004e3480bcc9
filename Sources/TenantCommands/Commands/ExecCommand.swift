import ArgumentParser
import Names
import Tenancy
import TenantOperations

/// The command `tenantctl exec`.
struct ExecCommand: ConsoleCommand {
  static let configuration = CommandConfiguration(
    commandName: "exec",
    abstract: "Runs SQL in one tenant, or in many.",
    discussion: """
      The SQL runs in the tenant's schema alone, in one transaction for each tenant. It may have several statements; what
      would leave the schema or the transaction is refused, as in a migration file.

        tenantctl exec acme "SELECT count(*) FROM tickets"
        tenantctl exec --all "UPDATE settings SET theme = 'dark'"
        tenantctl exec acme --file fix.sql

      Without --file the last argument is the SQL, whatever it looks like, and those before it are tenants. With --file all
      arguments are tenants.
      """)

  @OptionGroup(title: "Global options") var global: GlobalOptions

  @Argument(
    help: ArgumentHelp("The tenants, then the SQL (unless --file has it).", valueName: "name … sql"), completion: .tenants)
  var arguments: [String] = []

  @Flag(help: "In every tenant.")
  var all = false

  @Option(
    name: .customLong("label"), help: ArgumentHelp("In tenants that have this label. May be repeated.", valueName: "key=value"))
  var labelTexts: [String] = []

  @Option(help: ArgumentHelp("A file with the SQL.", valueName: "file"), completion: .file(extensions: ["sql"]))
  var file: String?

  func validate() throws {
    let names = file == nil ? arguments.dropLast() : arguments[...]
    // What is no tenant's name is SQL, and then there is too much of it.
    if file != nil, let text = arguments.first(where: { (try? TenantName($0)) == nil }) {
      throw ValidationError(
        "With --file every argument is a tenant, and \(text.prefix(40).debugDescription) is no tenant's name: leave it out.")
    }
    if file == nil, arguments.isEmpty { throw ValidationError("Give the SQL as the last argument, or use --file.") }
    if file == nil, arguments.last?.allSatisfy(\.isWhitespace) == true { throw ValidationError("The SQL is empty.") }
    let ways = [all, !names.isEmpty, !labelTexts.isEmpty].count { $0 }
    if ways != 1 { throw ValidationError("Say where: tenants by name, --label or --all.") }
  }

  func run(on console: Console) async throws -> ExitStatus {
    let names = try tenantNames(file == nil ? arguments.dropLast() : arguments)
    let selection = TenantSelection(names: names.isEmpty ? nil : names, labels: try labels(labelTexts))
    let script: SQLScript = file.map { .file($0) } ?? .text(arguments.last ?? "", named: "<sql>")
    if let file, !FileStatus.exists(file) {
      throw CommandFailure(
        .missing, code: "file-missing", "there is no file \(file.escapedForDisplay)", hint: "Correct the path after --file.")
    }
    let session = CommandSession(console: console, global: global)
    let report = try await session.withWorkspace { workspace in
      try await workspace.execute(script, in: selection, session.context())
    }
    let outcomes = report.outcomes
    console.result(json: ["tenants": .array(outcomes.map(\.json) + report.lostJSON)]) { layout in
      outcomes.map { $0.text(layout, named: outcomes.count > 1) }.joined()
    }
    for outcome in outcomes {
      if let error = outcome.error { console.fail(error.failure(tenant: outcome.tenant.record.name.text)) }
    }
    if outcomes.contains(where: \.isSkipped), let signal = console.interruption.requested {
      return console.fail(Interrupted(signal: signal))
    }
    let unreachable = console.tell(unreachable: report.unreachable, lost: report.lost, single: names.count == 1)
    guard let error = outcomes.compactMap(\.error).first else { return unreachable ?? .done }
    return names.count == 1 ? ExitStatus(error.kind) : .someFailed
  }
}
