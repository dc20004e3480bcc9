import ArgumentParser
import Manifest
import Migrations
import Names
import SQL
import Tenancy
import TenantOperations

/// The command `tenantctl validate`.
struct ValidateCommand: ConsoleCommand {
  static let configuration = CommandConfiguration(
    commandName: "validate",
    abstract: "Checks a manifest and the migration files that it names, without a connection.",
    discussion: """
      All findings are shown, with file, line and column. 65 is something that is wrong by itself, 78 something that refers
      to nothing, collides or weakens security.

        tenantctl validate
        tenantctl validate staging.yaml --output json
      """)

  @OptionGroup(title: "Global options") var global: GlobalOptions

  @Argument(help: ArgumentHelp("The manifest, in place of --manifest.", valueName: "file"))
  var file: String?

  func run(on console: Console) async throws -> ExitStatus {
    let path = file ?? global.manifestPath
    let manifest = try ManifestReader(environment: console.environmentVariables).read(file: path)
    var (migrations, findings): (Int, [Diagnostic]) = (0, [])
    for engine in manifest.engines {
      do {
        let catalog = try TemplateCatalog(manifest, for: engine)
        migrations = max(migrations, catalog.allSets.map(\.migrations.count).reduce(0, +))
      } catch {
        // The same file may be read for two engines; what is wrong with it is told once.
        findings += error.diagnostics.filter { !findings.contains($0) }
      }
    }
    guard findings.isEmpty else { throw DiagnosticsError(findings) }
    let object: JSONObject = [
      "valid": true, "manifest": .string(path), "databases": .integer(Int64(manifest.databases.count)),
      "templates": .integer(Int64(manifest.templates.count)), "tenants": .integer(Int64(manifest.tenants.count)),
      "migrations": .integer(Int64(migrations)),
    ]
    let counts = [
      Self.counted(manifest.tenants.count, "tenant"), Self.counted(manifest.templates.count, "template"),
      Self.counted(migrations, "migration"),
    ]
    console.result(json: object) { _ in "\(path) is valid: \(counts.joined(separator: ", ")).\n" }
    return .done
  }

  private static func counted(_ count: Int, _ noun: String) -> String { "\(count) \(noun)\(count == 1 ? "" : "s")" }
}
