package import Names
import Tenancy

/// Which tenants a command is about.
package struct TenantSelection: Sendable, Equatable {
  /// These alone; nil for all.
  package var names: [TenantName]?
  /// Those that have all of these labels.
  package var labels: [LabelKey: LabelValue]

  package init(names: [TenantName]? = nil, labels: [LabelKey: LabelValue] = [:]) {
    self.names = names
    self.labels = labels
  }

  /// Every tenant.
  package static let all = TenantSelection()

  var filter: TenantFilter { TenantFilter(names: names, labels: labels) }

  /// The names that were asked for and not found.
  func missing(from found: [PlacedTenant]) -> [TenantName] {
    guard let names else { return [] }
    let known = Set(found.map(\.record.name))
    return names.filter { !known.contains($0) }
  }
}

extension OperationError {
  /// A tenant that was named and does not exist.
  static func tenantMissing(_ name: TenantName) -> OperationError {
    OperationError(
      .missing, code: "tenant-missing", "Tenant \(name) does not exist.", hint: "\"tenantctl list\" shows those that do.")
  }
}
