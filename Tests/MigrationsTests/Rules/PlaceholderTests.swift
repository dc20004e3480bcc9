import Names
import SQL
import Testing

@testable import Migrations

@Suite struct PlaceholderTests {
  @Test(
    arguments: [
      ("SELECT * FROM ${shared_schema}.users", "SELECT * FROM \"public\".users"),
      ("SELECT * FROM ${tenant_schema}.a,${shared_schema} . b", "SELECT * FROM \"t_acme\".a,\"public\" . b"),
      ("SELECT '${tenant_schema}.a'::regclass", "SELECT 't_acme.a'::regclass"),
      ("SELECT E'${tenant_schema}\\'', \"${shared_schema}\".x", "SELECT E't_acme\\'', \"public\".x"),
      ("SELECT 1 -- ${tenant_schema}\n/* ${shared_schema} */ + 1", "SELECT 1 -- ${tenant_schema}\n/* ${shared_schema} */ + 1"),
      (
        "DO $$ BEGIN PERFORM ${shared_schema}.f('${tenant_schema}'); -- ${x}\nEND $$",
        "DO $$ BEGIN PERFORM \"public\".f('t_acme'); -- ${x}\nEND $$"
      ),
      (
        "DO $$ BEGIN EXECUTE $q$SELECT ${tenant_schema}.f()$q$; END $$", "DO $$ BEGIN EXECUTE $q$SELECT \"t_acme\".f()$q$; END $$"
      ),
      ("SELECT $$${tenant_schema}$$", "SELECT $$t_acme$$"),
      ("${tenant_schema}", "\"t_acme\""),
      ("SELECT $1, $${tenant_schema}$$", "SELECT $1, $${tenant_schema}$$"),
    ])
  func `placeholders become quoted names, and bare ones in quotes`(sql: String, sent: String) throws {
    let statement = try #require(try up(sql).first)
    #expect(statement.acmeText == sent)
    #expect(statement.source == sql)
  }

  @Test func `a tenant's own file on SQLite is main`() throws {
    let statement = try #require(try up("CREATE INDEX ${tenant_schema}.i ON a (b)", .sqlite).first)
    #expect(statement.text(tenantSchema: .main, sharedSchema: .main) == "CREATE INDEX \"main\".i ON a (b)")
  }

  @Test(
    arguments: [
      ("SELECT ${x}", ["1:8 unknown-placeholder"]),
      ("SELECT '${tenant_shema}'", ["1:9 unknown-placeholder"]),
      ("SELECT \"a${}b\"", ["1:10 unknown-placeholder"]),
      ("SELECT ${TENANT_SCHEMA}.a", ["1:8 unknown-placeholder"]),
      ("SELECT ${ tenant_schema }.a", ["1:8 unknown-placeholder"]),
      ("SELECT $$ ${x} $$", ["1:11 unknown-placeholder"]),
      ("DO $$ BEGIN\n PERFORM '${x}'; END $$", ["2:11 unknown-placeholder"]),
      ("SELECT '${', 1", ["1:9 unknown-placeholder"]),
      ("SELECT ${tenant_schema", ["1:8 unknown-placeholder"]),
      ("SELECT ${tenant_schema}_x", ["1:8 placeholder-in-name"]),
      ("SELECT x_${tenant_schema}.y", ["1:10 placeholder-in-name"]),
      ("SELECT ${tenant_schema}${shared_schema}", ["1:8 placeholder-in-name"]),
      ("SELECT '${x}', '${y}'\n, ${z}", ["1:9 unknown-placeholder", "1:17 unknown-placeholder", "2:3 unknown-placeholder"]),
    ])
  func `any other placeholder is refused at its dollar sign`(sql: String, expected: [String]) {
    #expect(refusalsOfUp(sql) == expected)
  }

  @Test func `the hint names the placeholder that was meant`() throws {
    let error = #expect(throws: DiagnosticsError.self) { try up("SELECT ${tenant_shema}.a") }
    #expect(error?.diagnostics.first?.hint?.contains("Did you mean ${tenant_schema}?") == true)
  }

  @Test(arguments: Dialect.Engine.allCases)
  func `a shared migration knows no tenant`(engine: Dialect.Engine) throws {
    #expect(refusalsOfUp("SELECT ${tenant_schema}.a", engine, scope: .shared) == ["1:8 tenant-in-shared-set"])
    #expect(try up("SELECT ${shared_schema}.a", engine, scope: .shared).first?.acmeText == "SELECT \"public\".a")
  }

  @Test func `every place in the sent text leads back to the file`() throws {
    let sql = "SELECT 'ä😀',\n  ${tenant_schema}.b, '${shared_schema}'\n-- ${tenant_schema}\n, größe"
    let statement = try #require(try up("\n  " + sql).first)
    let sent = Array(statement.acmeText.unicodeScalars)
    // The file's scalars with their places, the placeholders as one.
    var expected: [Names.SourceLocation] = []
    var (line, column) = (3, 3)
    var rest = sql.unicodeScalars[...]
    while let scalar = rest.first {
      let place = Names.SourceLocation(file: "0001_x.sql", line: line, column: column)
      let isComment = line == 5
      if !isComment, rest.starts(with: "${tenant_schema}".unicodeScalars) {
        expected += Array(repeating: place, count: "\"t_acme\"".unicodeScalars.count)
        (rest, column) = (rest.dropFirst(16), column + 16)
      } else if !isComment, rest.starts(with: "${shared_schema}".unicodeScalars) {
        expected += Array(repeating: place, count: "public".unicodeScalars.count)
        (rest, column) = (rest.dropFirst(16), column + 16)
      } else {
        expected.append(place)
        rest = rest.dropFirst()
        (line, column) = scalar == "\n" ? (line + 1, 1) : (line, column + 1)
      }
    }
    expected.append(Names.SourceLocation(file: "0001_x.sql", line: line, column: column))
    let found = (0...sent.count).map {
      statement.location(ofScalarOffset: $0, tenantSchema: SchemaName(unchecked: "t_acme"), sharedSchema: .public)
    }
    #expect(found == expected)
    #expect(
      statement.location(ofScalarOffset: 10_000, tenantSchema: SchemaName(unchecked: "t_acme"), sharedSchema: .public)
        == expected.last)
  }
}
