public import Names

/// The wanted state: what `tenants.yaml` says, checked.
///
/// References resolve and every default is filled in.
public struct Manifest: Sendable, Equatable {
  /// The file, as the user named it; nil for the manifest that `--database` stands for.
  public var file: String?
  /// The folder that relative paths start from.
  public var directory: String
  /// The databases, in file order.
  ///
  /// Never empty.
  public var databases: [DatabaseDeclaration]
  /// The shared schema of every database.
  public var shared: SharedDeclaration
  /// The templates, in file order.
  public var templates: [TemplateDeclaration]
  /// What tenants get unless they say otherwise.
  public var defaults: Defaults
  /// The tenants, in file order.
  public var tenants: [TenantDeclaration]

  /// Makes a manifest of parts that are known to fit together.
  public init(
    file: String?, directory: String, databases: [DatabaseDeclaration], shared: SharedDeclaration = SharedDeclaration(),
    templates: [TemplateDeclaration] = [], defaults: Defaults, tenants: [TenantDeclaration] = []
  ) {
    self.file = file
    self.directory = directory
    self.databases = databases
    self.shared = shared
    self.templates = templates
    self.defaults = defaults
    self.tenants = tenants
  }

  /// The template and those that it extends, base first.
  ///
  /// Empty when there is no such template.
  public func chain(of name: TemplateName) -> [TemplateDeclaration] {
    var chain: [TemplateDeclaration] = []
    var next: TemplateName? = name
    while let current = next, let template = templates.first(where: { $0.name == current }), chain.count < templates.count {
      chain.append(template)
      next = template.extends
    }
    return chain.reversed()
  }
}
