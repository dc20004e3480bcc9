import ArgumentParser
import Names
import TenantOperations

/// Which tenants a command changes: all, some by name, or those with a label.
///
/// One of the three has to be said.
struct SelectionOptions: ParsableArguments {
  @Argument(help: ArgumentHelp("The tenants.", valueName: "name"), completion: .tenants)
  var names: [String] = []

  @Flag(help: "Every tenant.")
  var all = false

  @Option(
    name: .customLong("label"), help: ArgumentHelp("Tenants that have this label. May be repeated.", valueName: "key=value"))
  var labelTexts: [String] = []

  func validate() throws {
    let ways = [all, !names.isEmpty, !labelTexts.isEmpty].count { $0 }
    if ways != 1 { throw ValidationError("Say who: --all, tenants by name, or --label.") }
  }

  /// What was said, read.
  func selection() throws -> TenantSelection {
    let names = try tenantNames(names)
    return TenantSelection(names: names.isEmpty ? nil : names, labels: try labels(labelTexts))
  }
}

extension TenantSelection {
  /// True for one named tenant: its failure is then the command's.
  var isSingle: Bool { names?.count == 1 }
}
