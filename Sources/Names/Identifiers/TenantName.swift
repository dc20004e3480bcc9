/// The name of a tenant: `^[a-z][a-z0-9]*([-_][a-z0-9]+)*$`, 1 to 48 bytes, none of the words that commands use.
public struct TenantName: ValidatedName {
  /// The text, as it is written.
  public let text: String

  /// Wraps text that is known to be right.
  public init(unchecked text: String) { self.text = text }

  /// What a person calls this kind of name.
  public static let kind = "tenant name"

  /// Words that a command line, a path or a label selector gives a meaning of its own.
  static let reserved: Set<String> = [
    "all", "default", "new", "none", "public", "self", "template", "tenantry", "tenantctl", "information_schema", "main",
    "temp",
  ]

  /// The first rule that the text breaks, or nil.
  public static func violation(of text: String) -> NameViolation? {
    let hint = "Use lower-case words, joined by single hyphens or underscores, for example \"acme-west\"."
    guard !text.isEmpty else { return NameViolation("is empty", hint: hint) }
    guard NamePattern.hasLength(text, atMost: 48) else {
      return NameViolation("is longer than 48 bytes", hint: "Choose a shorter name.")
    }
    guard NamePattern.isWords(text, separators: [UInt8(ascii: "-"), UInt8(ascii: "_")]) else {
      return NameViolation("must match ^[a-z][a-z0-9]*([-_][a-z0-9]+)*$", hint: hint)
    }
    guard !reserved.contains(text), !text.hasPrefix("pg_") else {
      return NameViolation("is reserved", hint: "Choose another name, for example \"\(text)-co\".")
    }
    return nil
  }

  /// The schema that this tenant has unless it says otherwise: the prefix, then the name with `-` as `_`.
  ///
  /// - Throws: ``NameError`` when prefix and name together are no schema name.
  public func defaultSchema(prefix: String) throws(NameError) -> SchemaName {
    let (hyphen, underscore) = (UInt8(ascii: "-"), UInt8(ascii: "_"))
    return try SchemaName(prefix + String(decoding: text.utf8.map { $0 == hyphen ? underscore : $0 }, as: UTF8.self))
  }

  /// Why no tenant may have this name where these schemas are, or nil: a name must not stand for a schema that all share.
  ///
  /// - Parameters:
  ///   - shared: The shared schema.
  ///   - extensions: The schema of extensions.
  public func violationForTenant(shared: SchemaName, extensions: SchemaName) -> NameViolation? {
    let hint = "Choose another name, for example \"\(text)-co\"."
    if text == shared.text { return NameViolation("is the name of the shared schema", hint: hint) }
    if text == extensions.text { return NameViolation("is the name of the schema of extensions", hint: hint) }
    return nil
  }
}
