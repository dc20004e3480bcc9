import Names
import SQL
import Testing

@testable import Migrations

@Suite struct ConcurrentIndexTests {
  @Test(
    arguments: [
      ("CREATE INDEX CONCURRENTLY i ON a (b)", "i", false, "CREATE INDEX i ON a (b)"),
      ("create unique index concurrently if not exists Ix on a (b)", "ix", true, "create unique index if not exists Ix on a (b)"),
      (
        "CREATE INDEX /* ${x} */ CONCURRENTLY\n\"I\"\"x\" ON a (b)", "I\"x", false,
        "CREATE INDEX /* ${x} */ \n\"I\"\"x\" ON a (b)"
      ),
      ("CREATE INDEX CONCURRENTLY ON a (b)", nil, false, "CREATE INDEX ON a (b)"),
      ("CREATE INDEX CONCURRENTLY \"on\" ON a (b)", "on", false, "CREATE INDEX \"on\" ON a (b)"),
      ("CREATE INDEX CONCURRENTLY i ON ${tenant_schema}.a (b)", "i", false, "CREATE INDEX i ON \"t_acme\".a (b)"),
    ])
  func `it knows its name and its plain form`(sql: String, name: String?, hasIfNotExists: Bool, plain: String) throws {
    let statement = try #require(try up(sql, options: " transaction:false").first)
    let index = try #require(ConcurrentIndex(statement))
    #expect(index.name?.text == name)
    #expect(index.hasIfNotExists == hasIfNotExists)
    #expect(index.plain.acmeText == plain)
  }

  @Test func `places in the plain form lead to the file as it is`() throws {
    let statement = try #require(try up("CREATE INDEX CONCURRENTLY i ON a (b)", options: " transaction:false").first)
    let index = try #require(ConcurrentIndex(statement))
    let place = index.plain.location(ofScalarOffset: 13, tenantSchema: nil, sharedSchema: .public)
    #expect(place == Names.SourceLocation(file: "0001_x.sql", line: 2, column: 27))
  }

  @Test(arguments: ["CREATE INDEX i ON a (b)", "CREATE INDEX \"concurrently\" ON a (b)", "SELECT 'CREATE INDEX CONCURRENTLY'"])
  func `anything else is none`(sql: String) throws {
    let statement = try #require(try up(sql).first)
    #expect(ConcurrentIndex(statement) == nil)
  }
}
