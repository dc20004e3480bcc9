import Names
import Tenancy

extension Workspace {
  /// Refuses to create tenants whose names others gave up a moment ago, on whatever database: who still knows the old tenant by its
  /// name must not meet another one.
  func refuseNamesKeptBack(in plan: inout FleetPlan, _ opened: inout OpenLedgers) async throws(OperationError) {
    let names = plan.items.filter { $0.creation != nil }.map(\.tenant)
    let kept = try await opened.namesKeptBack(of: names)
    for index in plan.items.indices where plan.items[index].creation != nil {
      guard let time = kept[plan.items[index].tenant] else { continue }
      plan.items[index].actions = [.refuse(.nameKeptBack(plan.items[index].tenant, for: time))]
    }
  }
}

extension OpenLedgers {
  /// Those of these names that tenants gave up a moment ago, and for how much longer nobody gets them.
  ///
  /// - Parameter database: One that is not asked: it decides for itself.
  mutating func namesKeptBack(
    of names: [TenantName], except database: DatabaseName? = nil
  ) async throws(OperationError) -> [TenantName: Duration] {
    guard !names.isEmpty else { return [:] }
    var kept: [TenantName: Duration] = [:]
    try await each { name, engine in
      guard name != database else { return }
      kept.merge(try await engine.ledger.namesKeptBack(of: names)) { max($0, $1) }
    }
    return kept
  }
}

extension OperationError {
  /// A name that another tenant had a moment ago.
  static func nameKeptBack(_ name: TenantName, for time: Duration) -> OperationError {
    OperationError(
      .busy, code: "name-kept-back",
      "The name \(name) was that of a tenant which was dropped or renamed a moment ago. It is free in \(time.wholeSeconds) s.",
      hint: "Try again then.")
  }
}
