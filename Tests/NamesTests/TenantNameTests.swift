import Names
import Testing

@Suite struct TenantNameTests {
  @Test(arguments: ["acme", "a", "acme-west", "acme_west", "a1", "x-1-y"])
  func `a name of words is accepted`(text: String) throws {
    #expect(try TenantName(text).text == text)
  }

  @Test(arguments: ["", "Acme", "1a", "-a", "a-", "a--b", "a_-b", "ä", "a b", "a\0b", "all", "tenantry", "pg_x", "a;drop"])
  func `anything else is refused with the rule and a hint`(text: String) {
    #expect(throws: NameError.self) { try TenantName(text) }
  }
}
