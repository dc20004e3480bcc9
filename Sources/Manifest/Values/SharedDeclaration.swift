public import Names

/// The shared schema of every database.
public struct SharedDeclaration: Sendable, Equatable {
  /// Its name.
  public var schema: SchemaName
  /// The folder of its migrations, ready to be opened; nil when there are none.
  public var migrations: String?
  /// The schema that extensions are installed in.
  public var extensionsSchema: SchemaName

  /// Makes a declaration.
  public init(schema: SchemaName = .public, migrations: String? = nil, extensionsSchema: SchemaName = .extensions) {
    self.schema = schema
    self.migrations = migrations
    self.extensionsSchema = extensionsSchema
  }
}
