import ArgumentParser
import Names
import TenantOperations

/// The command `tenantctl init`.
struct InitCommand: ConsoleCommand {
  static let configuration = CommandConfiguration(
    commandName: "init",
    abstract: "Writes a commented manifest and the first migration files, and creates the ledger.",
    discussion: """
      Files that are there already are kept. The database is the manifest's: an embedded one beside it, unless
      DATABASE_URL names another.

        tenantctl init
        DATABASE_URL=postgres://app@localhost/app tenantctl init
      """)

  @OptionGroup(title: "Global options") var global: GlobalOptions

  func run(on console: Console) async throws -> ExitStatus {
    var (written, kept): ([String], [String]) = ([], [])
    for file in StarterFiles.files(manifest: global.manifestPath) {
      if try file.writeUnlessPresent() {
        written.append(file.path)
      } else {
        kept.append(FileStatus.exists(file.path) ? file.path : PathText.folder(of: file.path))
      }
    }
    let session = CommandSession(console: console, global: global)
    let (ready, failures) = try await session.withWorkspace { try await $0.initialise() }
    let object: JSONObject = [
      "written": .array(written.map(JSONValue.string)), "kept": .array(kept.map(JSONValue.string)),
      "ledgers": .array(ready.map { .string($0.text) }),
    ]
    console.result(json: object) { _ in
      (written.map { "wrote \($0)" } + kept.map { "kept \($0)" } + ready.map { "ledger of database \($0) is ready" })
        .map { $0 + "\n" }.joined()
    }
    for (database, error) in failures { console.fail(error.failure().prefixed("database \(database): ")) }
    guard failures.isEmpty else { return .unreachable }
    console.note("Next: declare tenants in \(global.manifestPath), then run \"tenantctl apply\".")
    return .done
  }
}
