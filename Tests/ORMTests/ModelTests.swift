import Database
import FoundationEssentials
import Names
import ORM
import SQL
import TenantryTestSupport
import Testing

@Suite struct ModelTests {
  private static let registry = RegistryID()
  private static let acme = origin("t_acme")
  private static let globex = origin("t_globex")

  private static func origin(_ schema: String) -> Origin {
    Origin(registry: registry, database: .main, schema: SchemaName(unchecked: schema))
  }

  private static func user(_ id: Int64 = 7, email: String = "ada@example.com", in origin: Origin = acme) throws -> User {
    try row([.integer(id), .text(email), .text("Ada"), .null], in: origin)
  }

  private static func row<Row: Model>(_ values: [SQLValue], in origin: Origin) throws -> Row {
    var reader = RowReader(try #require(ResultSet(storage: ValueStorage([values])).first), origin: origin)
    return try reader.next()
  }

  private static func project(in origin: Origin = acme) throws -> Project {
    try row(
      [
        .integer(1), .text("apollo"), .text("Apollo"), .text("open"), .json(#"{"theme":"light","beta":true}"#),
        .textArray(["a", "b"]), .integer(500), .text("EUR"), .integer(7), .null,
        .timestamp(Timestamp(microsecondsSinceEpoch: 5)), .integer(1), .integer(6),
      ], in: origin)
  }

  @Test func `a row is read by position, groups and references included`() throws {
    let project = try Self.project()
    #expect(project.slug == "apollo")
    #expect(project.status == .open)
    #expect(project.preferences == Project.Preferences(theme: "light", beta: true))
    #expect(project.budget == Money(amount: 500, currency: "EUR"))
    #expect(project.owner.key == 7)
    #expect(project.reviewer == nil)
    #expect(project.slugLength == 6)
    #expect(project.origin == Self.acme)
    #expect(Project.columnCount == 13)
  }

  @Test func `changes are noted by field, and reading is none`() throws {
    var project = try Self.project()
    #expect(!project.hasChanges)
    project.title = "Apollo 11"
    project.budget.amount = 600
    project.labels.append("c")
    #expect(project.rowState.changes == [2, 6, 5])
  }

  @Test func `equal keys in two tenants are two rows`() throws {
    let (here, there) = (try Self.project(), try Self.project(in: Self.globex))
    #expect(here == (try Self.project()))
    #expect(here != there)
    #expect(Set([here, there]).count == 2)
  }

  @Test func `equality looks at all columns, and a row's hash at its identity`() throws {
    let user = try Self.user()
    let renamed = try Self.user(email: "other@example.com")
    #expect(user != renamed)
    #expect(user.hashValue == renamed.hashValue)
  }

  @Test func `a reference keeps its row and says when there is none`() throws {
    var project = try Self.project()
    #expect(throws: ORMError.self) { try project.owner.loaded() }
    project.owner = Reference(try Self.user())
    #expect(try project.owner.loaded().email == "ada@example.com")
    #expect(throws: ORMError.self) { try project.tickets.loaded() }
  }

  @Test func `a row that refers to another tenant's cannot be written`() throws {
    let project = try Self.project()
    var writer = ValueWriter(for: Self.globex)
    Ticket.Draft(title: "t", project: Reference(project)).write(field: 3, to: &writer)
    #expect(writer.failure == .foreignReference(target: "Project", from: Self.globex, to: Self.acme))

    // A shared row may be referred to from every tenant of its database.
    var shared = ValueWriter(for: Self.globex)
    let owner = Reference(try Self.user(in: Self.origin("public")))
    Project.Draft(slug: "s", title: "t", owner: owner).write(field: 7, to: &shared)
    #expect(shared.failure == nil)
    #expect(shared.values == [.integer(7)])
  }

  @Test func `a model of more than 64 fields notes changes too`() {
    var set: FieldSet = [3, 64, 130]
    #expect(set.fields == [3, 64, 130])
    set.remove(130)
    set.remove(64)
    #expect(set == [3])
  }

  @Test func `UUIDs of version 7 sort by time`() {
    let first = UUID.version7(at: Date(timeIntervalSince1970: 1_000))
    let second = UUID.version7(at: Date(timeIntervalSince1970: 1_000.001))
    #expect(first.uuidString < second.uuidString)
    #expect(first.uuidString.dropFirst(14).first == "7")
    #expect("89AB".contains(first.uuidString.dropFirst(19).first ?? " "))
  }
}
