public import ArgumentParser

/// `tenantctl`: the root of all commands.
public struct TenantctlCommand: AsyncParsableCommand {
  /// The version of the program; also what the history calls it.
  package static let version = "0.1.0"

  /// Name, help and subcommands.
  public static let configuration = CommandConfiguration(
    commandName: "tenantctl",
    abstract: "Creates and migrates one schema per tenant, on PostgreSQL or embedded SQLite.",
    discussion: """
      The manifest, tenants.yaml, says which tenants there should be; migration files say what is in their schemas.

      A first session:
        tenantctl init               writes a manifest and the first migration files
        tenantctl new add_invoices   scaffolds the next migration
        tenantctl apply              creates what is missing, migrates who is behind
        tenantctl status             shows who is where

      Exit codes:
        0 done, 1 some tenants failed, 2 a check found something,
        64 usage, 65 bad input, 66 missing, 69 unreachable, 70 a bug, 73 exists,
        75 busy, 77 not permitted, 78 bad settings, 130 and 143 interrupted
      """,
    version: version,
    subcommands: [
      InitCommand.self, ValidateCommand.self, NewCommand.self, CreateCommand.self, MigrateCommand.self, PlanCommand.self,
      ApplyCommand.self, StatusCommand.self, ListCommand.self, ShowCommand.self, HistoryCommand.self,
      SetCommand.self, RenameCommand.self, SuspendCommand.self, ResumeCommand.self, RollbackCommand.self, DropCommand.self,
      ExecCommand.self, ShellCommand.self, DoctorCommand.self, CompletionsCommand.self,
    ])

  @OptionGroup(title: "Global options") var global: GlobalOptions

  /// Made by the parser.
  public init() {}
}
