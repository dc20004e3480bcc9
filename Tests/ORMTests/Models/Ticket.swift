import Database
import ORM
import SQL

/// A tenant's model that a project has many of.
struct Ticket: TenantModel {
  var id: Int64 { didSet { rowState.changes.insert(0) } }
  var title: String { didSet { rowState.changes.insert(1) } }
  var done: Bool { didSet { rowState.changes.insert(2) } }
  var project: Reference<Project> { didSet { rowState.changes.insert(3) } }
  var rowState: RowState

  static let descriptor = ModelDescriptor(
    "Ticket", table: Identifier(literal: "tickets"),
    fields: [
      .column("id", ColumnDescriptor(Identifier(literal: "id"), Int64.columnType, source: .identity(always: false))),
      .column("title", ColumnDescriptor(Identifier(literal: "title"), String.columnType)),
      .column(
        "done", ColumnDescriptor(Identifier(literal: "done"), Bool.columnType, source: .given(default: .value(.bool(false))))),
      .reference("project", to: Project.self, prefix: "project", .init(onDelete: .cascade)),
    ],
    primaryKey: [0])

  var rowKey: Int64 { id }

  init(from reader: inout RowReader) throws(DatabaseError) {
    id = try reader.next()
    title = try reader.next()
    done = try reader.next()
    project = try reader.next()
    rowState = RowState(origin: reader.origin)
  }

  mutating func read(field: Int, from reader: inout RowReader) throws(DatabaseError) {
    switch field {
    case 0: id = try reader.next()
    case 1: title = try reader.next()
    case 2: done = try reader.next()
    case 3: project = try reader.next()
    default: preconditionFailure("Ticket has no field \(field).")
    }
  }

  func write(field: Int, to writer: inout ValueWriter) {
    switch field {
    case 0: id.write(to: &writer)
    case 1: title.write(to: &writer)
    case 2: done.write(to: &writer)
    case 3: project.write(to: &writer)
    default: preconditionFailure("Ticket has no field \(field).")
    }
  }

  struct Columns: ModelColumns {
    typealias Row = Ticket
    let path: TablePath
    init(at path: TablePath) { self.path = path }

    var id: ColumnPath<Int64> { ColumnPath(Ticket.self, field: 0, at: path) }
    var title: ColumnPath<String> { ColumnPath(Ticket.self, field: 1, at: path) }
    var done: ColumnPath<Bool> { ColumnPath(Ticket.self, field: 2, at: path) }
    var project: ReferencePath<Ticket, Project> { ReferencePath(field: 3, at: path) { $0.project.setLoaded($1) } }
  }

  struct Draft: ModelDraft {
    typealias Row = Ticket
    var title: String
    var done: Bool?
    var project: Reference<Project>

    init(title: String, done: Bool? = nil, project: Reference<Project>) {
      self.title = title
      self.done = done
      self.project = project
    }

    var given: FieldSet { done == nil ? [1, 3] : [1, 2, 3] }

    func write(field: Int, to writer: inout ValueWriter) {
      switch field {
      case 1: title.write(to: &writer)
      case 2: done.write(to: &writer)
      case 3: project.write(to: &writer)
      default: preconditionFailure("A draft of Ticket has no field \(field).")
      }
    }
  }
}
