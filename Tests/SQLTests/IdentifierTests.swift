import Names
import SQL
import Testing

@Suite struct IdentifierTests {
  @Test(
    arguments: [
      ("a", "\"a\""), ("A b", "\"A b\""), ("a\"b", "\"a\"\"b\""), ("\"", "\"\"\"\""), ("\"\"", "\"\"\"\"\"\""),
      ("a'b", "\"a'b\""), ("a\\b", "\"a\\b\""), ("a;--", "\"a;--\""), ("größe😀", "\"größe😀\""), ("\n", "\"\n\""),
      ("select", "\"select\""), ("\"\u{301}x", "\"\"\"\u{301}x\""), (" ", "\" \""),
    ])
  func `a name is written in quotes, with those inside doubled`(text: String, quoted: String) throws {
    let identifier = try Identifier(text)
    #expect(Array(identifier.quoted.utf8) == Array(quoted.utf8))
    #expect(identifier.description == text)
  }

  @Test(arguments: ["", "a\0b", "\0", String(repeating: "x", count: 64), String(repeating: "ä", count: 32)])
  func `what PostgreSQL would cut or cannot carry is refused`(text: String) {
    #expect(throws: SQLTextError.self) { try Identifier(text) }
  }

  @Test func `sixty-three bytes are taken`() throws {
    #expect(try Identifier(String(repeating: "x", count: 63)).text.utf8.count == 63)
    #expect(try Identifier(String(repeating: "ä", count: 31)).text.utf8.count == 62)
  }

  @Test func `a schema is an identifier`() {
    #expect(SchemaName.public.quoted == "\"public\"")
    #expect(Identifier(SchemaName.ledger).text == "tenantry")
  }
}
