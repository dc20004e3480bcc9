/// How a tenant's rows are kept apart on its server.
public enum Isolation: String, Sendable, Hashable, Codable, CaseIterable {
  /// Names are schema-qualified when SQL is rendered; no session state.
  case qualified
  /// The same, and the work runs under the tenant's own role.
  case role
}

/// Whether a tenant may be used.
public enum TenantState: String, Sendable, Hashable, Codable, CaseIterable {
  /// In use.
  case active
  /// Kept and migrated, but its work is refused.
  case suspended
}
