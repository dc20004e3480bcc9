import Names

/// Which PostgreSQL locations lead to one physical database: those that have a server in common, whichever others they list.
struct SharedServers {
  /// For each server's identity the one that stands for its group.
  private var groups: [String: String] = [:]

  /// Adds a location; groups that it touches become one.
  mutating func add(_ location: PostgresLocation) {
    let identities = location.serverIdentities
    let touched = Set(identities.compactMap { groups[$0] })
    guard let group = touched.min() ?? identities.min() else { return }
    if touched.count > 1 { groups = groups.mapValues { touched.contains($0) ? group : $0 } }
    for identity in identities { groups[identity] = group }
  }

  /// What a location has in common with every other one of its physical database, once all were added.
  func identity(of location: PostgresLocation) -> String {
    location.serverIdentities.lazy.compactMap { groups[$0] }.first ?? location.physicalIdentity
  }
}
