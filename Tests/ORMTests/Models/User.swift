import Database
import ORM
import SQL

/// A shared model that refers to itself.
struct User: SharedModel {
  var id: Int64 { didSet { rowState.changes.insert(0) } }
  var email: String { didSet { rowState.changes.insert(1) } }
  var name: String { didSet { rowState.changes.insert(2) } }
  var manager: Reference<User>? { didSet { rowState.changes.insert(3) } }
  var reports: Related<User>
  var projects: Related<Project>
  var rowState: RowState

  static let descriptor = ModelDescriptor(
    "User", table: Identifier(literal: "users"),
    fields: [
      .column("id", ColumnDescriptor(Identifier(literal: "id"), Int64.columnType, source: .identity(always: false))),
      .column("email", ColumnDescriptor(Identifier(literal: "email"), String.columnType)),
      .column("name", ColumnDescriptor(Identifier(literal: "name"), String.columnType)),
      .reference("manager", to: User.self, prefix: "manager", isNullable: true, .init(onDelete: .setNull)),
    ],
    primaryKey: [0],
    relations: [
      RelationDescriptor("reports", to: User.self, .hasMany), RelationDescriptor("projects", to: Project.self, .hasMany),
    ],
    uniques: [UniqueDescriptor([1])])

  var rowKey: Int64 { id }

  init(from reader: inout RowReader) throws(DatabaseError) {
    id = try reader.next()
    email = try reader.next()
    name = try reader.next()
    manager = try reader.next()
    reports = Related()
    projects = Related()
    rowState = RowState(origin: reader.origin)
  }

  mutating func read(field: Int, from reader: inout RowReader) throws(DatabaseError) {
    switch field {
    case 0: id = try reader.next()
    case 1: email = try reader.next()
    case 2: name = try reader.next()
    case 3: manager = try reader.next()
    default: preconditionFailure("User has no field \(field).")
    }
  }

  func write(field: Int, to writer: inout ValueWriter) {
    switch field {
    case 0: id.write(to: &writer)
    case 1: email.write(to: &writer)
    case 2: name.write(to: &writer)
    case 3: manager.write(to: &writer)
    default: preconditionFailure("User has no field \(field).")
    }
  }

  struct Columns: ModelColumns {
    typealias Row = User
    let path: TablePath
    init(at path: TablePath) { self.path = path }

    var id: ColumnPath<Int64> { ColumnPath(User.self, field: 0, at: path) }
    var email: ColumnPath<String> { ColumnPath(User.self, field: 1, at: path) }
    var name: ColumnPath<String> { ColumnPath(User.self, field: 2, at: path) }
    var manager: ReferencePath<User, User> { ReferencePath(field: 3, at: path) { $0.manager?.setLoaded($1) } }
    var reports: RelatedPath<User, User> { RelatedPath("reports", at: path) { $0.reports = Related($1) } }
    var projects: RelatedPath<User, Project> { RelatedPath("projects", at: path) { $0.projects = Related($1) } }
  }

  struct Draft: ModelDraft {
    typealias Row = User
    var id: Int64?
    var email: String
    var name: String
    var manager: Reference<User>?

    init(id: Int64? = nil, email: String, name: String, manager: Reference<User>? = nil) {
      self.id = id
      self.email = email
      self.name = name
      self.manager = manager
    }

    var given: FieldSet {
      var given: FieldSet = [1, 2, 3]
      if id != nil { given.insert(0) }
      return given
    }

    func write(field: Int, to writer: inout ValueWriter) {
      switch field {
      case 0: id.write(to: &writer)
      case 1: email.write(to: &writer)
      case 2: name.write(to: &writer)
      case 3: manager.write(to: &writer)
      default: preconditionFailure("A draft of User has no field \(field).")
      }
    }
  }
}
