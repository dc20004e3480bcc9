import ArgumentParser
import Names
import TenantOperations

/// The command `tenantctl set`.
struct SetCommand: ConsoleCommand {
  static let configuration = CommandConfiguration(
    commandName: "set",
    abstract: "Changes a tenant's labels, host names or template.",
    discussion: """
      A "-" behind a key or a host name takes it away. The template can only become one that extends the present one; run
      "tenantctl migrate" afterwards for the migrations that it brings.

        tenantctl set acme --label plan=enterprise --label trial-
        tenantctl set acme --domain acme.example.com --domain old.example.com-
        tenantctl set acme --template pro
      """)

  @OptionGroup(title: "Global options") var global: GlobalOptions

  @Argument(help: "The tenant.", completion: .tenants)
  var name: String

  @Option(
    name: .customLong("label"),
    help: ArgumentHelp("A label, or a key and \"-\" to take it away. May be repeated.", valueName: "key=value"))
  var labelTexts: [String] = []

  @Option(
    name: .customLong("domain"),
    help: ArgumentHelp("A host name, or one and \"-\" to take it away. May be repeated.", valueName: "host"))
  var domainTexts: [String] = []

  @Option(help: "The template, which has to extend the present one.")
  var template: String?

  func validate() throws {
    if labelTexts.isEmpty, domainTexts.isEmpty, template == nil {
      throw ValidationError("Say what to change: --label, --domain or --template.")
    }
  }

  func run(on console: Console) async throws -> ExitStatus {
    let session = CommandSession(console: console, global: global)
    let name = try TenantName(name)
    var changes = TenantChanges(
      template: try template.map { (text) throws(NameError) in try TemplateName(text) },
      labels: try labels(labelTexts.filter { !Self.isRemoval($0) }).mapValues(Optional.some))
    for text in labelTexts where Self.isRemoval(text) {
      let key = try LabelKey(String(text.dropLast()))
      guard changes.labels.updateValue(nil, forKey: key) == nil else { throw CommandFailure.repeatedLabel(key) }
    }
    for text in domainTexts {
      if text.hasSuffix("-") {
        changes.removedDomains.insert(try DomainName(String(text.dropLast())))
      } else {
        changes.addedDomains.append(try DomainName(text))
      }
    }
    return try await session.withWorkspace { [changes] workspace in
      let report = try await workspace.change([name], changes, session.context())
      return console.finish(report, single: true, nothing: "Nothing to do: it is so already.")
    }
  }

  private static func isRemoval(_ text: String) -> Bool { text.hasSuffix("-") && !text.contains("=") }
}
