import Names
import Testing

@Suite struct NameTypesTests {
  @Test(arguments: [
    "all", "default", "new", "none", "public", "self", "template", "tenantry", "tenantctl", "information_schema", "main", "temp",
    "pg",
    "pg_toast", "pg-x",
  ])
  func `reserved words name no tenant`(text: String) {
    let isReserved = text != "pg" && text != "pg-x"
    #expect((TenantName.violation(of: text) != nil) == isReserved)
  }

  @Test func `lengths are counted in bytes, to the byte`() {
    let long = String(repeating: "a", count: 48)
    #expect(TenantName.violation(of: long) == nil && TenantName.violation(of: long + "a") != nil)
    #expect(DatabaseName.violation(of: long) == nil && DatabaseName.violation(of: long + "a") != nil)
    #expect(TemplateName.violation(of: long) == nil && TemplateName.violation(of: long + "a") != nil)
    let name = String(repeating: "a", count: 63)
    #expect(SchemaName.violation(of: name) == nil && SchemaName.violation(of: name + "a") != nil)
    #expect(LabelKey.violation(of: name) == nil && LabelKey.violation(of: name + "a") != nil)
    #expect(ExtensionName.violation(of: name) == nil && ExtensionName.violation(of: name + "a") != nil)
    let value = String(repeating: "é", count: 256)
    #expect(LabelValue.violation(of: value) == nil && LabelValue.violation(of: value + "e") != nil)
    let domain = Array(repeating: String(repeating: "a", count: 62), count: 4).joined(separator: ".") + "a"
    #expect(DomainName.violation(of: domain) == nil && domain.utf8.count == 252)
    #expect(DomainName.violation(of: domain + "bb") != nil)
    #expect(DomainName.violation(of: name + ".example.com") == nil && DomainName.violation(of: name + "a.example.com") != nil)
  }

  @Test(arguments: ["acme", "a", "t_acme", "_x", "a1", "public", "tenantry", String(repeating: "z", count: 63)])
  func `schemas are plain identifiers`(text: String) throws { #expect(try SchemaName(text).description == text) }

  @Test(arguments: ["1a", "a-b", "a.b", "A", "ä"])
  func `and nothing else`(text: String) { #expect(throws: NameError.self) { try SchemaName(text) } }

  @Test(arguments: ["public", "information_schema", "tenantry", "main", "temp", "pg_x", "app", "ext"])
  func `managed schemas are no tenant's`(text: String) throws {
    let violation = try SchemaName(text).violationForTenant(shared: SchemaName("app"), extensions: SchemaName("ext"))
    #expect(violation != nil)
  }

  @Test(arguments: [("acme", "t_", "t_acme"), ("a-b_c", "", "a_b_c"), ("x-y-z", "p", "px_y_z")])
  func `a tenant's schema is the prefix and its name`(name: String, prefix: String, schema: String) throws {
    #expect(try TenantName(name).defaultSchema(prefix: prefix).text == schema)
  }

  @Test(arguments: ["acme.example.com", "a", "xn--bcher-kva.example", "1.example", "a-b.c", "x.1a"])
  func `domains are lower-case host names`(text: String) throws { #expect(try DomainName(text).text == text) }

  @Test(arguments: [
    "A.b", "a..b", ".a", "a.", "-a.b", "a-.b", "1.2.3.4", "a_b.c", "*.a.b", "bücher.example", "a b", "a:80", "[::1]", "a/b", "1",
  ])
  func `and nothing else is a domain`(text: String) { #expect(throws: NameError.self) { try DomainName(text) } }

  @Test(arguments: ["plan", "a", "a.b-c_d", "a1"])
  func `label keys`(text: String) throws { #expect(try LabelKey(text).text == text) }

  @Test(arguments: ["", "enterprise", "no", "012", "a b", "é😀"])
  func `label values are printable texts`(text: String) throws { #expect(try LabelValue(text).text == text) }

  @Test func `names sort by bytes and decode with their rule`() throws {
    #expect(try [TenantName("b"), TenantName("a-b"), TenantName("a")].sorted().map(\.text) == ["a", "a-b", "b"])
  }

  @Test(arguments: [
    ("nmae", "name"), ("template", "templates"), ("Defaults", "defaults"), ("shard", "shared"), ("domian", "domain"),
  ])
  func `a slip finds what was meant`(word: String, meant: String) {
    #expect(Suggestion.nearest(to: word, among: ["name", "templates", "defaults", "shared", "domain", "x"]) == meant)
  }

  @Test(arguments: ["zzzzzz", "", "name", "completely_different"])
  func `what is far off or right finds nothing`(word: String) {
    #expect(Suggestion.nearest(to: word, among: ["name", "templates", "defaults"]) == nil)
  }
}
