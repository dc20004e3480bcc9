import Foundation
import Testing

@testable import TenantCommands

@Suite struct JSONValueTests {
  @Test func `a document is indented, keeps its order and ends with a line feed`() {
    let value: JSONValue = [
      "tenants": [
        ["name": "acme", "behind": 0, "labels": [:]], ["name": "zeta", "behind": 12, "labels": ["b": "1", "a": "2"]],
      ],
      "complete": true, "next": nil, "rate": 0.5, "runs": [],
    ]
    #expect(
      value.document == """
        {
          "tenants": [
            {
              "name": "acme",
              "behind": 0,
              "labels": {}
            },
            {
              "name": "zeta",
              "behind": 12,
              "labels": {
                "b": "1",
                "a": "2"
              }
            }
          ],
          "complete": true,
          "next": null,
          "rate": 0.5,
          "runs": []
        }

        """)
  }

  @Test(arguments: [
    ("\"", #""\"""#), ("\\", #""\\""#), ("/", #""/""#), ("\n\r\t", #""\n\r\t""#), ("\0", #""\u0000""#), ("\u{1B}", #""\u001b""#),
    ("\u{7F}", #""\u007f""#), ("\u{9B}", #""\u009b""#), ("\u{2028}", #""\u2028""#), ("\u{202E}", #""\u202e""#), ("é", "\"é\""),
    ("日本", "\"日本\""), ("🎉", "\"🎉\""), ("\u{E0001}", #""\udb40\udc01""#),
  ]) func `a string is escaped where a reader or a terminal needs it`(text: String, written: String) {
    #expect(JSONValue.string(text).document == written + "\n")
  }

  @Test func `bytes that are no UTF-8 never make a lone surrogate`() {
    let text = String(decoding: [0x61, 0xED, 0xA0, 0x80, 0xFF], as: UTF8.self)
    #expect(JSONValue.string(text).document == "\"a\u{FFFD}\u{FFFD}\u{FFFD}\u{FFFD}\"\n")
  }

  @Test func `another reader gets back every scalar that was written`() throws {
    // All of the first plane, and samples of the others.
    let numbers = Array(0..<UInt32(0x1_0000)) + stride(from: 0x1_0000, to: 0x11_0000, by: 61)
    let scalars = numbers.compactMap(Unicode.Scalar.init)
    for start in stride(from: 0, to: scalars.count, by: 0x8000) {
      var text = String.UnicodeScalarView()
      text.append(contentsOf: scalars[start..<min(start + 0x8000, scalars.count)])
      let document = JSONValue.array([.string(String(text))]).document
      let read = try #require(JSONSerialization.jsonObject(with: Data(document.utf8)) as? [String])
      #expect(Array(read[0].unicodeScalars) == Array(text))
    }
  }

  @Test(arguments: [
    (0.0, "0.0"), (-1.5, "-1.5"), (1e300, "1e+300"), (.leastNonzeroMagnitude, "5e-324"), (.infinity, "null"),
    (-.infinity, "null"),
    (.nan, "null"),
  ]) func `a number is one of JSON's or null`(number: Double, written: String) {
    #expect(JSONValue.number(number).document == written + "\n")
  }

  @Test func `integers keep all their digits`() {
    #expect(JSONValue.integer(.max).document == "9223372036854775807\n")
    #expect(JSONValue.integer(.min).document == "-9223372036854775808\n")
  }

  @Test func `a key is there once and stays where it was first set`() {
    var object: JSONObject = ["a": 1, "b": 2, "c": 3]
    object["a"] = 4
    #expect(object.members.map(\.key) == ["a", "b", "c"])
    #expect(object["a"] == 4)
    object["b"] = .some(nil)
    object["a"] = Optional<JSONValue>.none
    #expect(object.members.map(\.key) == ["b", "c"])
    #expect(object["c"] == 3)
    #expect(object["b"] == .null)
  }

  @Test func `keys that look alike are different keys`() {
    var object = JSONObject()
    object["\u{E9}"] = 1
    object["e\u{301}"] = 2
    #expect(object.members.count == 2)
  }
}
