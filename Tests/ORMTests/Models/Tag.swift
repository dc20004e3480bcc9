import Database
import FoundationEssentials
import ORM
import SQL

/// A tenant's model with a UUID that the client makes.
struct Tag: TenantModel {
  var id: UUID { didSet { rowState.changes.insert(0) } }
  var name: String { didSet { rowState.changes.insert(1) } }
  var projects: Related<Project>
  var rowState: RowState

  static let descriptor = ModelDescriptor(
    "Tag", table: Identifier(literal: "tags"),
    fields: [
      .column("id", ColumnDescriptor(Identifier(literal: "id"), UUID.columnType)),
      .column("name", ColumnDescriptor(Identifier(literal: "name"), String.columnType)),
    ],
    primaryKey: [0], relations: [RelationDescriptor("projects", to: Project.self, .manyToMany(through: ProjectTag.self))],
    uniques: [UniqueDescriptor([1])])

  struct Refused: Error {}

  static var hooks: ModelHooks<Tag> {
    ModelHooks(
      willCreate: { $0.name = $0.name.lowercased() },
      didCreate: { if $0.name == "refused" { throw Refused() } },
      willSave: { $0.name = $0.name.lowercased() },
      didSave: { if $0.name == "refused" { throw Refused() } },
      didDelete: { if $0.name == "kept" { throw Refused() } })
  }

  var rowKey: UUID { id }

  init(from reader: inout RowReader) throws(DatabaseError) {
    id = try reader.next()
    name = try reader.next()
    projects = Related()
    rowState = RowState(origin: reader.origin)
  }

  mutating func read(field: Int, from reader: inout RowReader) throws(DatabaseError) {
    switch field {
    case 0: id = try reader.next()
    case 1: name = try reader.next()
    default: preconditionFailure("Tag has no field \(field).")
    }
  }

  func write(field: Int, to writer: inout ValueWriter) {
    switch field {
    case 0: id.write(to: &writer)
    case 1: name.write(to: &writer)
    default: preconditionFailure("Tag has no field \(field).")
    }
  }

  struct Columns: ModelColumns {
    typealias Row = Tag
    let path: TablePath
    init(at path: TablePath) { self.path = path }

    var id: ColumnPath<UUID> { ColumnPath(Tag.self, field: 0, at: path) }
    var name: ColumnPath<String> { ColumnPath(Tag.self, field: 1, at: path) }
    var projects: RelatedPath<Tag, Project> { RelatedPath("projects", at: path) { $0.projects = Related($1) } }
  }

  struct Draft: ModelDraft {
    typealias Row = Tag
    var id: UUID
    var name: String

    init(id: UUID = .version7(), name: String) {
      self.id = id
      self.name = name
    }

    var given: FieldSet { [0, 1] }

    func write(field: Int, to writer: inout ValueWriter) {
      switch field {
      case 0: id.write(to: &writer)
      case 1: name.write(to: &writer)
      default: preconditionFailure("A draft of Tag has no field \(field).")
      }
    }
  }
}
