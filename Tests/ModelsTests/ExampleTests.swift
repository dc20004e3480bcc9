import FoundationEssentials
import Models
import TenantryTestSupport
import Testing

@Suite struct ExampleTests {
  private static let acme = Origin(registry: RegistryID(), database: .main, schema: SchemaName(unchecked: "t_acme"))

  static func row<Row: Model>(_ values: [SQLValue], in origin: Origin = acme) throws -> Row {
    var reader = RowReader(try #require(ResultSet(storage: ValueStorage([values])).first), origin: origin)
    return try reader.next()
  }

  private static func project(title: String = "Apollo") throws -> Project {
    try row([.integer(1), .text("apollo"), .text(title), .timestamp(Timestamp(microsecondsSinceEpoch: 5)), .integer(7)])
  }

  @Test func `a row is read in the order of its properties, and that is no change`() throws {
    let project = try Self.project()
    #expect(project.slug == "apollo")
    #expect(project.owner.key == 7)
    #expect(project.createdAt == Timestamp(microsecondsSinceEpoch: 5))
    #expect(project.origin == Self.acme)
    #expect(!project.hasChanges)
    #expect(project.tickets.rows == nil)
  }

  @Test func `what is assigned is a change of that property alone`() throws {
    var project = try Self.project()
    project.title += " 11"
    #expect(project.rowState.changes == [2])
    project.owner = Reference(key: 8)
    #expect(project.rowState.changes == [2, 4])
    project.tickets = Related([])
    #expect(project.rowState.changes == [2, 4])
  }

  @Test func `rows are equal by origin and columns, and hashed by identity`() throws {
    let project = try Self.project()
    #expect(project == (try Self.project()))
    #expect(project != (try Self.project(title: "Gemini")))
    #expect(project.hashValue == (try Self.project(title: "Gemini")).hashValue)
    var changed = project
    changed.tickets = Related([])
    #expect(changed == project)
  }

  @Test func `whose rows they are is part of the type`() {
    #expect(Project.scope == .tenant)
    #expect(User.scope == .shared)
    func tenants<Row: TenantModel>(_ type: Row.Type) -> String { type.descriptor.table.text }
    #expect(tenants(ProjectTag.self) == "project_tags")
  }

  @Test func `a draft leaves to the database what the database fills in`() {
    let draft = Project.Draft(slug: "apollo", title: "Apollo", owner: Reference(key: 7))
    #expect(draft.given == [1, 2, 4])
    #expect(
      Project.Draft(id: 5, slug: "a", title: "A", createdAt: Timestamp(microsecondsSinceEpoch: 0), owner: draft.owner).given == [
        0, 1, 2, 3, 4,
      ])
    #expect(!Ticket.Draft(title: "t", project: Reference(key: 1)).done)
    #expect(Tag.Draft(name: "a").id != Tag.Draft(name: "a").id)
    #expect(Tag.Draft(name: "a").given == [0, 1])
  }

  @Test func `references and relations are described by what they lead to`() throws {
    let descriptor = Project.descriptor
    let owner = try #require(descriptor.fields[4].reference)
    #expect(ObjectIdentifier(owner.target) == ObjectIdentifier(User.self))
    #expect(owner.rules == ReferenceDescriptor.Rules(onDelete: .cascade, inverse: "projects"))
    #expect(descriptor.fields[4].columns.map(\.name.text) == ["owner_id"])
    #expect(descriptor.relations.map(\.property) == ["tickets", "tags"])
    #expect(User.descriptor.fields[3].columns.map(\.isNullable) == [true])
  }

  @Test func `rules in the body name the fields by their places`() {
    let descriptor = Project.descriptor
    #expect(
      descriptor.uniques == [UniqueDescriptor([1]), UniqueDescriptor([4, 2], name: Identifier(literal: "one_title_per_owner"))])
    #expect(descriptor.checks == [CheckDescriptor("title <> ''", name: Identifier(literal: "projects_title_given"))])
    #expect(
      descriptor.indexes == [
        IndexDescriptor(fields: [4]), IndexDescriptor([.init(.field(4)), .init(.field(3))], where: "title <> ''"),
        IndexDescriptor(
          [.init(.expression("lower(title)")), .init(.field(3), isDescending: true)],
          name: Identifier(literal: "projects_by_title"),
          including: [Identifier(literal: "slug")]),
      ])
  }

  @Test func `a key of several properties is a struct, and a key may be a reference`() throws {
    let tag = UUID.version7()
    let link: ProjectTag = try Self.row([.integer(1), .uuid(tag), .null])
    #expect(link.rowKey == ProjectTag.RowKey(project: 1, tag: tag))
    #expect(ProjectTag.RowKey.keyColumns == [KeyColumn("project_id", .int64), KeyColumn("tag_id", .uuid)])
    #expect(ProjectTag.descriptor.primaryKey == [0, 1])
    // The key's index serves its first column.
    #expect(ProjectTag.descriptor.indexes == [IndexDescriptor(fields: [1])])
    #expect(Profile(user: Reference(key: 3)).rowKey == 3)
  }

  @Test func `paths lead through references`() {
    let columns = Project.Columns(at: TablePath())
    let email: ColumnPath<String> = columns.owner.email
    let city: ColumnPath<Int64> = columns.owner.manager.id
    _ = (email, city, columns.tickets, columns.owner.projects)
  }
}
