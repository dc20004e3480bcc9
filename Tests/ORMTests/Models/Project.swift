import Database
import ORM
import SQL

/// What `@Model(scope: .tenant)` writes for a struct with one property of each sort, by hand: the reference for the macro.
///
/// The stored properties stay stored. A `didSet` notes the change; initialisers do not run it.
struct Project: TenantModel {
  var id: Int64 { didSet { rowState.changes.insert(0) } }
  var slug: String { didSet { rowState.changes.insert(1) } }
  var title: String { didSet { rowState.changes.insert(2) } }
  var status: Status { didSet { rowState.changes.insert(3) } }
  var preferences: Preferences? { didSet { rowState.changes.insert(4) } }
  var labels: [String] { didSet { rowState.changes.insert(5) } }
  var budget: Money { didSet { rowState.changes.insert(6) } }
  var owner: Reference<User> { didSet { rowState.changes.insert(7) } }
  var reviewer: Reference<User>? { didSet { rowState.changes.insert(8) } }
  var createdAt: Timestamp { didSet { rowState.changes.insert(9) } }
  var version: Int64 { didSet { rowState.changes.insert(10) } }
  private(set) var slugLength: Int64
  var tickets: Related<Ticket>
  var tags: Related<Tag>
  var rowState: RowState

  enum Status: String, EnumColumn { case open, closed }

  struct Preferences: JSONColumn {
    var theme = "dark"
    var beta = false
  }

  static let descriptor = ModelDescriptor(
    "Project", table: Identifier(literal: "projects"),
    fields: [
      .column("id", ColumnDescriptor(Identifier(literal: "id"), Int64.columnType, source: .identity(always: false))),
      .column("slug", ColumnDescriptor(Identifier(literal: "slug"), .varchar(80))),
      .column("title", ColumnDescriptor(Identifier(literal: "title"), String.columnType, comment: "What it is called")),
      .column(
        "status",
        ColumnDescriptor(
          Identifier(literal: "status"), Status.columnType, source: .given(default: .value(Status.open.sqlValue)))),
      .column("preferences", ColumnDescriptor(Identifier(literal: "preferences"), Preferences.columnType, isNullable: true)),
      .column("labels", ColumnDescriptor(Identifier(literal: "labels"), [String].columnType)),
      .group("budget", of: Money.self, prefix: "budget_"),
      .reference("owner", to: User.self, prefix: "owner", .init(onDelete: .cascade, inverse: "projects")),
      .reference("reviewer", to: User.self, prefix: "reviewer", isNullable: true, .init(onDelete: .setNull)),
      .column(
        "createdAt",
        ColumnDescriptor(Identifier(literal: "created_at"), Timestamp.columnType, source: .given(default: .now))),
      .column(
        "version",
        ColumnDescriptor(
          Identifier(literal: "version"), Int64.columnType, source: .given(default: .value(.integer(1))), saveAction: .version)),
      .column(
        "slugLength",
        ColumnDescriptor(Identifier(literal: "slug_length"), Int64.columnType, source: .generated("length(slug)"))),
    ],
    primaryKey: [0],
    relations: [
      RelationDescriptor("tickets", to: Ticket.self, .hasMany),
      RelationDescriptor("tags", to: Tag.self, .manyToMany(through: ProjectTag.self)),
    ],
    uniques: [UniqueDescriptor([1])],
    checks: [CheckDescriptor("title <> ''", name: Identifier(literal: "projects_title_given"))],
    indexes: [
      IndexDescriptor([.init(.expression("lower(title)"))], where: "status = 'open'"),
      IndexDescriptor(fields: [9, 0]),
    ])

  var rowKey: Int64 { id }

  init(from reader: inout RowReader) throws(DatabaseError) {
    id = try reader.next()
    slug = try reader.next()
    title = try reader.next()
    status = try reader.next()
    preferences = try reader.next()
    labels = try reader.next()
    budget = try reader.next()
    owner = try reader.next()
    reviewer = try reader.next()
    createdAt = try reader.next()
    version = try reader.next()
    slugLength = try reader.next()
    tickets = Related()
    tags = Related()
    rowState = RowState(origin: reader.origin)
  }

  mutating func read(field: Int, from reader: inout RowReader) throws(DatabaseError) {
    switch field {
    case 0: id = try reader.next()
    case 1: slug = try reader.next()
    case 2: title = try reader.next()
    case 3: status = try reader.next()
    case 4: preferences = try reader.next()
    case 5: labels = try reader.next()
    case 6: budget = try reader.next()
    case 7: owner = try reader.next()
    case 8: reviewer = try reader.next()
    case 9: createdAt = try reader.next()
    case 10: version = try reader.next()
    case 11: slugLength = try reader.next()
    default: preconditionFailure("Project has no field \(field).")
    }
  }

  func write(field: Int, to writer: inout ValueWriter) {
    switch field {
    case 0: id.write(to: &writer)
    case 1: slug.write(to: &writer)
    case 2: title.write(to: &writer)
    case 3: status.write(to: &writer)
    case 4: preferences.write(to: &writer)
    case 5: labels.write(to: &writer)
    case 6: budget.write(to: &writer)
    case 7: owner.write(to: &writer)
    case 8: reviewer.write(to: &writer)
    case 9: createdAt.write(to: &writer)
    case 10: version.write(to: &writer)
    case 11: slugLength.write(to: &writer)
    default: preconditionFailure("Project has no field \(field).")
    }
  }

  static func == (left: Project, right: Project) -> Bool {
    left.rowState.origin == right.rowState.origin && left.id == right.id && left.slug == right.slug && left.title == right.title
      && left.status == right.status && left.preferences == right.preferences && left.labels == right.labels
      && left.budget == right.budget && left.owner == right.owner && left.reviewer == right.reviewer
      && left.createdAt == right.createdAt && left.version == right.version && left.slugLength == right.slugLength
  }

  struct Columns: ModelColumns {
    typealias Row = Project
    let path: TablePath
    init(at path: TablePath) { self.path = path }

    var id: ColumnPath<Int64> { ColumnPath(Project.self, field: 0, at: path) }
    var slug: ColumnPath<String> { ColumnPath(Project.self, field: 1, at: path) }
    var title: ColumnPath<String> { ColumnPath(Project.self, field: 2, at: path) }
    var status: ColumnPath<Status> { ColumnPath(Project.self, field: 3, at: path) }
    var preferences: ColumnPath<Preferences?> { ColumnPath(Project.self, field: 4, at: path) }
    var labels: ColumnPath<[String]> { ColumnPath(Project.self, field: 5, at: path) }
    var budget: Money.Columns { Money.Columns(Project.self, field: 6, at: path) }
    var owner: ReferencePath<Project, User> { ReferencePath(field: 7, at: path) { $0.owner.setLoaded($1) } }
    var reviewer: ReferencePath<Project, User> { ReferencePath(field: 8, at: path) { $0.reviewer?.setLoaded($1) } }
    var createdAt: ColumnPath<Timestamp> { ColumnPath(Project.self, field: 9, at: path) }
    var version: ColumnPath<Int64> { ColumnPath(Project.self, field: 10, at: path) }
    var slugLength: ColumnPath<Int64> { ColumnPath(Project.self, field: 11, at: path) }
    var tickets: RelatedPath<Project, Ticket> { RelatedPath("tickets", at: path) { $0.tickets = Related($1) } }
    var tags: RelatedPath<Project, Tag> { RelatedPath("tags", at: path) { $0.tags = Related($1) } }
  }

  /// Fields with a default of the database, and keys that it numbers, are optional: nil leaves them to the database.
  struct Draft: ModelDraft {
    typealias Row = Project
    var id: Int64?
    var slug: String
    var title: String
    var status: Status?
    var preferences: Preferences?
    var labels: [String]
    var budget: Money
    var owner: Reference<User>
    var reviewer: Reference<User>?
    var createdAt: Timestamp?
    var version: Int64?

    init(
      id: Int64? = nil, slug: String, title: String, status: Status? = nil, preferences: Preferences? = nil,
      labels: [String] = [], budget: Money = Money(amount: 0, currency: "EUR"), owner: Reference<User>,
      reviewer: Reference<User>? = nil, createdAt: Timestamp? = nil, version: Int64? = nil
    ) {
      self.id = id
      self.slug = slug
      self.title = title
      self.status = status
      self.preferences = preferences
      self.labels = labels
      self.budget = budget
      self.owner = owner
      self.reviewer = reviewer
      self.createdAt = createdAt
      self.version = version
    }

    var given: FieldSet {
      var given: FieldSet = [1, 2, 4, 5, 6, 7, 8]
      if id != nil { given.insert(0) }
      if status != nil { given.insert(3) }
      if createdAt != nil { given.insert(9) }
      if version != nil { given.insert(10) }
      return given
    }

    func write(field: Int, to writer: inout ValueWriter) {
      switch field {
      case 0: id.write(to: &writer)
      case 1: slug.write(to: &writer)
      case 2: title.write(to: &writer)
      case 3: status.write(to: &writer)
      case 4: preferences.write(to: &writer)
      case 5: labels.write(to: &writer)
      case 6: budget.write(to: &writer)
      case 7: owner.write(to: &writer)
      case 8: reviewer.write(to: &writer)
      case 9: createdAt.write(to: &writer)
      case 10: version.write(to: &writer)
      default: preconditionFailure("A draft of Project has no field \(field).")
      }
    }
  }
}
