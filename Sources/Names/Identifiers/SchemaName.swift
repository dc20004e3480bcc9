/// The name of a schema: `^[a-z_][a-z0-9_]{0,62}$`.
///
/// The pattern is narrower than PostgreSQL's on purpose: such a name is written the same way quoted and unquoted, is never
/// truncated, is a safe file name, and looks like nothing else.
public struct SchemaName: ValidatedName {
  /// The text, as it is written.
  public let text: String

  /// Wraps text that is known to be right.
  public init(unchecked text: String) { self.text = text }

  /// What a person calls this kind of name.
  public static let kind = "schema name"

  /// The schema of the control tables, on every database.
  public static let ledger = SchemaName(unchecked: "tenantry")
  /// PostgreSQL's default schema.
  public static let `public` = SchemaName(unchecked: "public")
  /// Where extensions are installed unless the manifest says otherwise.
  public static let extensions = SchemaName(unchecked: "extensions")
  /// The schema of a SQLite connection's main file.
  public static let main = SchemaName(unchecked: "main")

  /// The first rule that the text breaks, or nil.
  public static func violation(of text: String) -> NameViolation? {
    let hint = "Use lower-case letters, digits and underscores, for example \"t_acme\"."
    guard !text.isEmpty else { return NameViolation("is empty", hint: hint) }
    guard NamePattern.hasLength(text, atMost: 63) else {
      return NameViolation("is longer than 63 bytes", hint: "PostgreSQL cuts longer names off. Choose a shorter one.")
    }
    guard NamePattern.isPlainIdentifier(text) else {
      return NameViolation("must match ^[a-z_][a-z0-9_]{0,62}$", hint: hint)
    }
    return nil
  }

  /// Why a tenant may not have this schema, or nil: the names of the system, of the ledger and of the shared schemas are taken.
  ///
  /// - Parameters:
  ///   - shared: The shared schema.
  ///   - extensions: The schema of extensions.
  public func violationForTenant(shared: SchemaName, extensions: SchemaName) -> NameViolation? {
    let hint = "Choose another schema, for example \"t_\(text)\"."
    if text.hasPrefix("pg_") { return NameViolation("is reserved: PostgreSQL keeps names that start with pg_", hint: hint) }
    if text.hasPrefix("tenantry_") {
      return NameViolation("is reserved: dropped tenants are kept under names that start with tenantry_", hint: hint)
    }
    if self == shared { return NameViolation("is the shared schema", hint: hint) }
    if self == extensions { return NameViolation("is the schema of extensions", hint: hint) }
    guard Self.reserved.contains(text) else { return nil }
    return NameViolation("is reserved", hint: hint)
  }

  /// `main` and `temp` name SQLite's own databases of a connection.
  package static let reserved: Set<String> = ["public", "information_schema", "tenantry", "main", "temp"]
}
