import Names

/// What was read, before it is known to fit together.
///
/// A part that is nil although it was written has been reported.
struct ManifestDraft {
  var databases: [DatabaseDraft] = []
  var shared = SharedDraft()
  var templates: [TemplateDraft] = []
  var defaults = DefaultsDraft()
  var tenants: [TenantDraft] = []
  /// False when a section could not be read: what refers to it cannot be judged.
  var knowsDatabases = false
  var knowsTemplates = true
  var knowsTenants = true
  /// The node of `databases`.
  var databasesNode: Int?
}

/// A value that may be absent, right, or reported.
enum Draft<Value> {
  case absent
  case wrong(node: Int)
  case right(Located<Value>)

  init(_ located: Located<Value>?, node: Int) {
    self = located.map { .right($0) } ?? .wrong(node: node)
  }

  var value: Value? {
    if case .right(let located) = self { return located.value }
    return nil
  }

  /// The node that it was written at.
  var node: Int? {
    switch self {
    case .absent: nil
    case .wrong(let node): node
    case .right(let located): located.node
    }
  }

  /// The value or its default; nil when what was written is wrong.
  func value(orDefault fallback: Value?) -> Value? {
    switch self {
    case .absent: fallback
    case .wrong: nil
    case .right(let located): located.value
    }
  }
}

struct DatabaseDraft {
  var name: String
  var key: Int
  var declaration: DatabaseDeclaration?
}

struct SharedDraft {
  var schema: Draft<SchemaName> = .absent
  var extensionsSchema: Draft<SchemaName> = .absent
  var migrations: String?
}

struct TemplateDraft {
  var name: String
  var key: Int
  var declaration: TemplateDeclaration?
  var extends: Draft<TemplateName> = .absent
}

struct DefaultsDraft {
  var node: Int?
  var database: Draft<DatabaseName> = .absent
  var template: Draft<TemplateName> = .absent
  var isolation: Isolation = .qualified
  var schemaPrefix: Draft<String> = .absent
  var lockTimeout: Draft<Duration> = .absent
  var statementTimeout: Draft<Duration> = .absent
  var poolMaximum = 8
}

struct TenantDraft {
  var node: Int
  var name: Draft<TenantName> = .absent
  var schema: Draft<SchemaName> = .absent
  var database: Draft<DatabaseName> = .absent
  var template: Draft<TemplateName> = .absent
  var isolation: Isolation?
  var state: TenantState = .active
  var labels: [LabelKey: LabelValue] = [:]
  var domains: [Located<DomainName>] = []
  var cloneFrom: Located<TenantDeclaration.CloneSource>?
  /// Filled in by ``PlacementCheck``: the schema with its default.
  var resolvedSchema: SchemaName?
}
