import ArgumentParser
import Names
import TenantOperations

/// The command `tenantctl create`.
struct CreateCommand: ConsoleCommand {
  static let configuration = CommandConfiguration(
    commandName: "create",
    abstract: "Creates tenants: one, several, or all that the manifest declares.",
    discussion: """
      A tenant that stands in the manifest is created as it says there; another one gets the defaults. Its schema, all
      migrations of its template and the seed are one transaction: it is there wholly or not at all.

        tenantctl create acme
        tenantctl create acme globex --template pro --label plan=trial
        tenantctl create acme --save   in the manifest as well, comments kept
        tenantctl create --all         those of the manifest that are missing
      """)

  @OptionGroup(title: "Global options") var global: GlobalOptions

  @Argument(help: ArgumentHelp("The tenants to create.", valueName: "name"), completion: .tenants)
  var names: [String] = []

  @Flag(help: "Every tenant of the manifest that is missing.")
  var all = false

  @Flag(help: "A tenant that exists is no error.")
  var ifNotExists = false

  @Option(help: "The template, in place of the manifest's.")
  var template: String?

  @Option(name: .customLong("label"), help: ArgumentHelp("A label. May be repeated.", valueName: "key=value"))
  var labelTexts: [String] = []

  @Option(name: .customLong("domain"), help: ArgumentHelp("A host name. May be repeated.", valueName: "host"))
  var domainTexts: [String] = []

  @Flag(help: "Add the tenants to the manifest as well.")
  var save = false

  @Option(name: [.long, .short], help: ArgumentHelp("How many tenants are worked on at once.", valueName: "n"))
  var jobs: Int?

  func validate() throws {
    try validateJobs(jobs)
    if all == !names.isEmpty { throw ValidationError("Name the tenants to create, or use --all.") }
    if all, template != nil || !labelTexts.isEmpty || !domainTexts.isEmpty {
      throw ValidationError("--template, --label and --domain are for named tenants; with --all the manifest decides.")
    }
    if all, save { throw ValidationError("--save is for named tenants; those of --all stand in the manifest.") }
    if names.count > 1, !domainTexts.isEmpty { throw ValidationError("A domain leads to one tenant: name one only.") }
  }

  func run(on console: Console) async throws -> ExitStatus {
    let session = CommandSession(console: console, global: global)
    let template = try template.map { (text) throws(NameError) in try TemplateName(text) }
    let labels = try labels(labelTexts)
    let domains = try domainTexts.map { (text) throws(NameError) in try DomainName(text) }
    let requests = try tenantNames(names).map {
      CreationRequest(name: $0, template: template, labels: labels, domains: domains)
    }
    return try await session.withWorkspace { workspace in
      let editor = try save ? session.editor(of: workspace.manifest) : nil
      let report = try await console.withProgress("creating", total: nil) { reporter in
        let context = session.context(reporter, jobs: jobs)
        return all
          ? try await workspace.createAll(context)
          : try await workspace.create(requests, ifNotExists: ifNotExists, saving: editor, context)
      }
      return console.finish(
        report, single: requests.count == 1, nothing: "Nothing to do: every tenant exists.")
    }
  }
}
