import SQL
import Testing

@Suite struct SQLMessageTests {
  @Test func `every place leads to its statement, and a separator to the one before it`() {
    let statements = ["SELECT 'ä😀'", "", "SELECT 2 -- c", "e\u{301}"]
    let message = SQLMessage(statements)
    var offset = 0
    for (index, statement) in statements.enumerated() {
      let length = statement.unicodeScalars.count
      for place in 0..<length {
        let found = message.locate(scalarOffset: offset + place)
        #expect(found?.statement == index && found?.scalarOffset == place)
      }
      let separator = index == statements.count - 1 ? 1 : 3
      for place in 0..<separator {
        let found = message.locate(scalarOffset: offset + length + place)
        #expect(found?.statement == index && found?.scalarOffset == length)
      }
      offset += length + 3
    }
    #expect(message.text.unicodeScalars.count == offset - 3)
    #expect(message.locate(scalarOffset: -1) == nil)
    #expect(message.locate(scalarOffset: offset - 2) == nil)
  }

  @Test func `an empty message has no places`() {
    #expect(SQLMessage().text == "" && SQLMessage().locate(scalarOffset: 0) == nil)
  }

  @Test func `a statement that ends in a comment does not swallow the next`() {
    var message = SQLMessage(["SELECT 1 -- one"])
    message.append("SELECT 2")
    #expect(message.text == "SELECT 1 -- one\n;\nSELECT 2")
    #expect(message.statements.count == 2)
  }
}
