import FoundationEssentials
import Names
import SQL
import Testing

@Suite struct SQLFragmentTests {
  private let schemas = SchemaResolution(tenant: SchemaName(unchecked: "t_acme"), shared: .public)

  @Test func `values become binds, names are quoted, tables are qualified`() throws {
    let projects = try TableReference(Identifier("projects"), in: .tenant)
    let users = try TableReference(Identifier("users"), in: .shared)
    let log = try TableReference(Identifier("log"), in: .fixed(.ledger))
    let column = try Identifier("ti\"tle")
    let fragment: SQLFragment =
      "SELECT \(column) FROM \(projects), \(users), \(log) WHERE id = \(7) AND name = \("it's") AND x IS \(nil as String?)"
    let postgres = try fragment.rendered(for: .postgres, in: schemas)
    #expect(
      postgres.text
        == "SELECT \"ti\"\"tle\" FROM \"t_acme\".\"projects\", \"public\".\"users\", \"tenantry\".\"log\""
        + " WHERE id = $1 AND name = $2 AND x IS $3")
    #expect(postgres.binds == [.integer(7), .text("it's"), .null])
    let sqlite = try fragment.rendered(for: .sqlite, in: schemas)
    #expect(sqlite.text.hasSuffix("WHERE id = ?1 AND name = ?2 AND x IS ?3"))
    #expect(
      try fragment.inlined(for: .postgres, in: schemas).hasSuffix(
        "WHERE id = '7'::int8 AND name = 'it''s'::text AND x IS NULL"))
    #expect(try fragment.inlined(for: .sqlite, in: schemas).hasSuffix("WHERE id = 7 AND name = 'it''s' AND x IS NULL"))
  }

  @Test func `every kind of value is bound`() throws {
    let uuid = UUID()
    let moment = Timestamp(microsecondsSinceEpoch: 5)
    let fragment: SQLFragment =
      "\(true)\(1)\(Int64.min)\(1.5)\("a")\(uuid)\(moment)\(SQLValue.bytes([1]))\(Optional("b"))\(nil as Int?)"
    #expect(
      try fragment.rendered(for: .postgres).binds == [
        .bool(true), .integer(1), .integer(.min), .double(1.5), .text("a"), .uuid(uuid), .timestamp(moment), .bytes([1]),
        .text("b"), .null,
      ])
    #expect(try fragment.rendered(for: .postgres).text == "$1$2$3$4$5$6$7$8$9$10")
  }

  @Test func `fragments in fragments keep the order of their binds`() throws {
    let inner: SQLFragment = "b = \(2) AND c = \(3)"
    var outer: SQLFragment = "WHERE a = \(1) AND \(inner) AND \(raw: "d = 'x'") AND e = \(4)"
    outer.append(" LIMIT \(5)")
    let rendered = try (outer + " OFFSET \(6)").rendered(for: .postgres)
    #expect(rendered.text == "WHERE a = $1 AND b = $2 AND c = $3 AND d = 'x' AND e = $4 LIMIT $5 OFFSET $6")
    #expect(rendered.binds == (1...6).map { .integer($0) })
  }

  @Test func `fragments are joined with a separator between them`() throws {
    let list = [1, 2, 3].map { "\($0)" as SQLFragment }.joined(separator: ", ")
    #expect(try list.rendered(for: .sqlite).text == "?1, ?2, ?3")
    #expect([SQLFragment]().joined(separator: ", ").isEmpty)
    #expect(try [SQLFragment("a")].joined(separator: ", ").rendered(for: .sqlite).text == "a")
    #expect(SQLFragment().isEmpty && !list.isEmpty)
  }

  @Test func `interpolated text is a bind and never SQL`() throws {
    let attack = "'; DROP TABLE users; --"
    let fragment: SQLFragment = "SELECT \(attack)"
    #expect(try fragment.rendered(for: .postgres).text == "SELECT $1")
    #expect(try fragment.inlined(for: .postgres) == "SELECT '''; DROP TABLE users; --'::text")
  }

  @Test func `a schema that is missing is an error and never a default`() throws {
    let tenant: SQLFragment = try "SELECT * FROM \(TableReference(Identifier("a"), in: .tenant))"
    let shared: SQLFragment = "SELECT \(schemaOf: .shared).f()"
    for dialect in [Dialect.postgres, .sqlite] {
      #expect(throws: SQLTextError.self) { try tenant.rendered(for: dialect) }
      #expect(throws: SQLTextError.self) { try tenant.inlined(for: dialect, in: SchemaResolution(shared: .public)) }
      #expect(throws: SQLTextError.self) { try shared.rendered(for: dialect, in: SchemaResolution(tenant: .public)) }
    }
    #expect(try shared.rendered(for: .postgres, in: schemas).text == "SELECT \"public\".f()")
    let fixed: SQLFragment = "SELECT \(SchemaName.ledger).f(), \(schemaOf: .fixed(.main))"
    #expect(try fixed.rendered(for: .postgres).text == "SELECT \"tenantry\".f(), \"main\"")
  }

  @Test func `a value that has no literal is an error when it is inlined`() {
    let fragment: SQLFragment = "SELECT \("a\0")"
    #expect(throws: SQLTextError.self) { try fragment.inlined(for: .postgres) }
  }

  @Test func `a description tells the kind of a value and never the value`() {
    let values: [SQLValue] = [
      .bool(true), .integer(77), .double(77), .text("77"), .bytes([77]), .timestamp(.init(microsecondsSinceEpoch: 77)),
      .json("77"), .textArray(["77"]), .integerArray([77]),
    ]
    #expect(values.allSatisfy { !$0.description.contains("77") && !"\($0)".contains("true") })
  }
}
