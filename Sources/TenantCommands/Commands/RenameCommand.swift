import ArgumentParser
import Manifest
import Names
import TenantOperations

/// The command `tenantctl rename`.
struct RenameCommand: ConsoleCommand {
  static let configuration = CommandConfiguration(
    commandName: "rename",
    abstract: "Gives a tenant another name, and its schema with it.",
    discussion: """
      The schema follows when it is the default one of the old name; one that was chosen stays. The old name is not given out
      again for a minute. Running an interrupted rename again finishes it.

        tenantctl rename acme acme-west
        tenantctl rename acme acme-west --save          in the manifest as well, comments kept
        tenantctl rename acme acme-west --keep-schema
      """)

  @OptionGroup(title: "Global options") var global: GlobalOptions

  @Argument(help: ArgumentHelp("The tenant.", valueName: "old"), completion: .tenants)
  var name: String

  @Argument(help: ArgumentHelp("The name that it gets.", valueName: "new"))
  var newName: String

  @Flag(help: "The schema keeps its name.")
  var keepSchema = false

  @Flag(help: "Change the entry in the manifest as well.")
  var save = false

  func validate() throws {
    if name == newName { throw ValidationError("The two names are the same.") }
  }

  func run(on console: Console) async throws -> ExitStatus {
    let session = CommandSession(console: console, global: global)
    let request = RenameRequest(try TenantName(name), to: try TenantName(newName), keepsSchema: keepSchema)
    return try await session.withWorkspace { workspace in
      let editor = try save ? session.editor(of: workspace.manifest) : nil
      let report = try await workspace.rename(request, saving: editor, session.context())
      return console.finish(report, single: true, nothing: "Nothing to do: it was renamed before.")
    }
  }
}
