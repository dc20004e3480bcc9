public import Names

/// What a tenant's schema is made from.
public struct TemplateDeclaration: Sendable, Equatable {
  /// Its name.
  public var name: TemplateName
  /// The template that comes first.
  public var extends: TemplateName?
  /// The folder of its migrations, ready to be opened; nil when it adds none.
  public var migrations: String?
  /// The file of SQL that a new tenant gets after its migrations, ready to be opened.
  public var seed: String?
  /// The extensions that its migrations use.
  public var extensions: [ExtensionName]
  /// Where it is declared.
  public var source: SourceLocation?

  /// Makes a declaration.
  public init(
    name: TemplateName, extends: TemplateName? = nil, migrations: String? = nil, seed: String? = nil,
    extensions: [ExtensionName] = [], source: SourceLocation? = nil
  ) {
    self.name = name
    self.extends = extends
    self.migrations = migrations
    self.seed = seed
    self.extensions = extensions
    self.source = source
  }
}
