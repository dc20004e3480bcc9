import Database
import FoundationEssentials
import ORM
import SQL

/// What stands between projects and tags: its key is composite.
struct ProjectTag: TenantModel {
  var project: Reference<Project> { didSet { rowState.changes.insert(0) } }
  var tag: Reference<Tag> { didSet { rowState.changes.insert(1) } }
  var rowState: RowState

  struct RowKey: ModelKey {
    var project: Int64
    var tag: UUID

    static var keyColumns: [KeyColumn] { [KeyColumn("project", Int64.columnType), KeyColumn("tag", UUID.columnType)] }
    static var columnCount: Int { 2 }

    init(project: Int64, tag: UUID) {
      self.project = project
      self.tag = tag
    }

    init(from reader: inout RowReader) throws(DatabaseError) {
      project = try reader.next()
      tag = try reader.next()
    }

    func write(to writer: inout ValueWriter) {
      project.write(to: &writer)
      tag.write(to: &writer)
    }
  }

  static let descriptor = ModelDescriptor(
    "ProjectTag", table: Identifier(literal: "project_tags"),
    fields: [
      .reference("project", to: Project.self, prefix: "project", .init(onDelete: .cascade)),
      .reference("tag", to: Tag.self, prefix: "tag", .init(onDelete: .cascade)),
    ],
    primaryKey: [0, 1])

  var rowKey: RowKey { RowKey(project: project.key, tag: tag.key) }

  init(from reader: inout RowReader) throws(DatabaseError) {
    project = try reader.next()
    tag = try reader.next()
    rowState = RowState(origin: reader.origin)
  }

  mutating func read(field: Int, from reader: inout RowReader) throws(DatabaseError) {
    switch field {
    case 0: project = try reader.next()
    case 1: tag = try reader.next()
    default: preconditionFailure("ProjectTag has no field \(field).")
    }
  }

  func write(field: Int, to writer: inout ValueWriter) {
    switch field {
    case 0: project.write(to: &writer)
    case 1: tag.write(to: &writer)
    default: preconditionFailure("ProjectTag has no field \(field).")
    }
  }

  struct Columns: ModelColumns {
    typealias Row = ProjectTag
    let path: TablePath
    init(at path: TablePath) { self.path = path }

    var project: ReferencePath<ProjectTag, Project> { ReferencePath(field: 0, at: path) { $0.project.setLoaded($1) } }
    var tag: ReferencePath<ProjectTag, Tag> { ReferencePath(field: 1, at: path) { $0.tag.setLoaded($1) } }
  }

  struct Draft: ModelDraft {
    typealias Row = ProjectTag
    var project: Reference<Project>
    var tag: Reference<Tag>

    init(project: Reference<Project>, tag: Reference<Tag>) {
      self.project = project
      self.tag = tag
    }

    var given: FieldSet { [0, 1] }

    func write(field: Int, to writer: inout ValueWriter) {
      switch field {
      case 0: project.write(to: &writer)
      case 1: tag.write(to: &writer)
      default: preconditionFailure("A draft of ProjectTag has no field \(field).")
      }
    }
  }
}
