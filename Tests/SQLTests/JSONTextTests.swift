import FoundationEssentials
import SQL
import Testing

@Suite struct JSONTextTests {
  @Test(
    arguments: [
      ("", "\"\""), ("a", "\"a\""), ("\"", "\"\\\"\""), ("\\", "\"\\\\\""), ("/", "\"/\""), ("\n\r\t", "\"\\n\\r\\t\""),
      ("\u{0}\u{1}\u{1F}", "\"\\u0000\\u0001\\u001f\""), ("größe😀", "\"größe😀\""), ("'", "\"'\""), ("\u{7F}", "\"\u{7F}\""),
    ])
  func `a text is escaped where JSON asks for it`(text: String, json: String) {
    #expect(JSONText.string(text) == json)
  }

  @Test func `texts come back from a JSON reader`() throws {
    let scalars = (UInt32(0)...0x3000).compactMap(Unicode.Scalar.init)
    let texts = [String(String.UnicodeScalarView(scalars)), "😀", "", "a\"b\\c", "],[", "\u{2028}"]
    let decoded = try JSONDecoder().decode([String].self, from: Data(JSONText.array(texts).utf8))
    #expect(decoded.map { Array($0.utf8) } == texts.map { Array($0.utf8) })
    let pairs = ["a": "1", "\"": "\\", "größe": "\n"]
    #expect(try JSONDecoder().decode([String: String].self, from: Data(JSONText.object(pairs).utf8)) == pairs)
  }

  @Test func `equal objects are equal text, keys in byte order`() {
    #expect(JSONText.object(["b": "2", "a": "1", "ä": "3", "B": "4"]) == "{\"B\":\"4\",\"a\":\"1\",\"b\":\"2\",\"ä\":\"3\"}")
    #expect(JSONText.object([:]) == "{}" && JSONText.array([]) == "[]")
  }
}
