import ArgumentParser
import FoundationEssentials
import Manifest
import Migrations
import Names
import SQL

/// The command `tenantctl new`.
struct NewCommand: ConsoleCommand {
  static let configuration = CommandConfiguration(
    commandName: "new",
    abstract: "Scaffolds the next migration file.",
    discussion: """
        tenantctl new add_invoices                  in the default template's folder
        tenantctl new add_invoices --template pro
        tenantctl new add_plans --shared
      """)

  @OptionGroup(title: "Global options") var global: GlobalOptions

  @Argument(help: "What the migration does, in words.")
  var name: String

  @Flag(help: "For the shared schema.")
  var shared = false

  @Option(help: "For this template.")
  var template: String?

  func validate() throws {
    if shared, template != nil { throw ValidationError("A migration is for the shared schema or for a template.") }
  }

  func run(on console: Console) async throws -> ExitStatus {
    let manifest = try ManifestReader(environment: console.environmentVariables).read(file: global.manifestPath)
    let now = Timestamp(microsecondsSinceEpoch: Int64(Date().timeIntervalSince1970 * 1_000_000))
    let file: String
    do {
      file = try MigrationScaffold(folder: folder(in: manifest)).write(name, at: now)
    } catch let error as MigrationScaffoldError {
      throw CommandFailure(error)
    }
    console.result(json: ["file": .string(file)]) { _ in file + "\n" }
    console.note("Write its statements, then run \"tenantctl validate\" and \"tenantctl migrate --all\".")
    return .done
  }

  private func folder(in manifest: Manifest) throws -> String {
    if shared {
      if let folder = manifest.shared.migrations { return folder }
      throw CommandFailure(
        .conflicting, code: "no-migrations", "the manifest names no folder for shared migrations",
        hint: "Add \"shared: {migrations: migrations/shared}\" to \(global.manifestPath).")
    }
    guard let name = try template.map({ try TemplateName($0) }) ?? manifest.defaults.template else {
      throw CommandFailure(
        .usage, code: "usage", "the manifest has no default template", hint: "Use --template, or --shared.")
    }
    guard let declaration = manifest.templates.first(where: { $0.name == name }) else {
      throw CommandFailure(
        .missing, code: "template-missing", "there is no template \"\(name)\" in the manifest",
        hint: "It declares: \(manifest.templates.map(\.name.text).joined(separator: ", ")).")
    }
    guard let folder = declaration.migrations else {
      throw CommandFailure(
        .conflicting, code: "no-migrations", "template \"\(name)\" names no folder of migrations",
        hint: "Add \"migrations: migrations/\(name)\" to it in \(global.manifestPath).")
    }
    return folder
  }
}

extension CommandFailure {
  fileprivate init(_ error: MigrationScaffoldError) {
    switch error {
    case .name: self.init(.malformed, code: "bad-name", error.description)
    case .exists: self.init(.exists, code: "file-exists", error.description)
    case .unwritable: self.init(.notPermitted, code: "unwritable", error.description)
    }
  }
}
