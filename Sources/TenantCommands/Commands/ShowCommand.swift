import ArgumentParser
import Names
import SQL
import Tenancy
import TenantOperations

/// The command `tenantctl show`.
struct ShowCommand: ConsoleCommand {
  static let configuration = CommandConfiguration(
    commandName: "show",
    abstract: "Shows one tenant: where it is, what it is made from, what it lacks.",
    discussion: """
        tenantctl show acme
      """)

  @OptionGroup(title: "Global options") var global: GlobalOptions

  @Argument(help: "The tenant.", completion: .tenants)
  var name: String

  func run(on console: Console) async throws -> ExitStatus {
    let name = try TenantName(name)
    let status = try await CommandSession(console: console, global: global).withWorkspace {
      try await $0.status(TenantSelection(names: [name]))
    }
    guard let tenant = status.tenants.first else { throw status.unreachable.values.first ?? .unknownTenant(name) }
    var object = JSONObject()
    if case .object(let found) = tenant.json { object = found }
    console.result(json: object) { _ in Self.text(tenant) }
    return .done
  }

  private static func text(_ status: TenantStatus) -> String {
    let record = status.tenant.record
    var lines: [(String, String)] = [
      ("tenant", record.name.text), ("database", status.tenant.database.text), ("schema", record.schema.text),
      ("template", record.template?.text ?? "none"), ("isolation", record.isolation.rawValue), ("state", record.phase.rawValue),
      ("labels", record.labels.sorted { $0.key < $1.key }.map { "\($0.key)=\($0.value)" }.joined(separator: " ")),
      ("domains", record.domains.map(\.text).joined(separator: " ")), ("created", record.createdAt.description),
      ("changed", record.updatedAt.description),
    ]
    for (set, point) in record.heads.sorted(by: { $0.key < $1.key }) {
      lines.append(("at", "\(set)/\(point.migration) (\(point.position), head \(point.head))"))
    }
    switch status.condition {
    case .current: lines.append(("condition", "current"))
    case .behind(let migrations): lines.append(("condition", "behind: lacks \(migrations.listed)"))
    case .broken(let error): lines.append(("condition", "broken: \(error)"))
    }
    let width = lines.map(\.0.count).max() ?? 0
    return lines.filter { !$0.1.isEmpty }.map { label, value in
      label + String(repeating: " ", count: width - label.count + 2) + value.escapedForTerminal + "\n"
    }.joined()
  }
}

extension OperationError {
  /// A tenant that is in no ledger that could be read.
  static func unknownTenant(_ name: TenantName) -> OperationError {
    OperationError(.missing, code: "tenant-missing", "Tenant \(name) does not exist.")
  }
}
