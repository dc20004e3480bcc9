import ArgumentParser
import Names
import TenantOperations

/// The command `tenantctl shell`.
struct ShellCommand: ConsoleCommand {
  static let configuration = CommandConfiguration(
    commandName: "shell",
    abstract: "Opens psql or sqlite3 in a tenant's schema.",
    discussion: """
      psql starts with the tenant's search path, sqlite3 with the tenant's file. What stands behind "--" goes to the
      client. It has the rights of the login: only unqualified names are kept inside of the tenant.

        tenantctl shell acme
        tenantctl shell acme -- -c "SELECT count(*) FROM tickets"    psql
        tenantctl shell acme -- "SELECT count(*) FROM tickets"       sqlite3
      """)

  @OptionGroup(title: "Global options") var global: GlobalOptions

  @Argument(help: "The tenant.", completion: .tenants)
  var name: String

  @Argument(
    parsing: .postTerminator, help: ArgumentHelp("What the client is told, behind \"--\".", valueName: "argument"))
  var arguments: [String] = []

  func validate() throws {
    if global.output == .json {
      throw ValidationError("A shell has no JSON. Use \"tenantctl exec\" for SQL whose answer a script reads.")
    }
  }

  func run(on console: Console) async throws -> ExitStatus {
    let name = try TenantName(name)
    let target = try await CommandSession(console: console, global: global).withWorkspace {
      try await $0.shellTarget(of: name)
    }
    console.flush()
    try ClientProgram(target, arguments: arguments).replaceProcess(environment: console.environmentVariables)
  }
}
