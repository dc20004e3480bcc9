import Names
import Testing

/// YAML itself: syntax, characters, and what manifests do without.
@Suite struct StructureTests {
  @Test(arguments: [
    Case("", "65 1:1 empty-manifest"),
    Case("# nothing\n", "65 1:1 empty-manifest"),
    Case("---\n", "65 1:1 empty-manifest"),
    Case("~\n", "65 1:1 empty-manifest"),
    Case("text\n", "65 1:1 wrong-type"),
    Case("- 1\n", "65 1:1 wrong-type"),
    Case.body("\t# only a comment after a tab\n", "65 3:1 syntax"),
    Case("# first\n\nversion: 1\nversion: 1\ndatabases: {main: {url: sqlite:data}}\n", "65 4:1 duplicate-key"),
    Case.body("\"\\u0064efaults\": {}\ndefaults: {}\n", "65 4:1 duplicate-key"),
    Case.tenant("{name: a, \"n\\u0061me\": b}", "65 4:15 duplicate-key"),
    Case.tenant("{name: ~, name: b}", "65 4:15 duplicate-key", "65 4:5 missing-key"),
    Case.tenant("{name: a, labels: {plan: x, plan: y}}", "65 4:33 duplicate-key"),
    Case.body("caf\u{E9}: 1\ncafe\u{301}: 2\n", "65 3:1 unknown-key", "65 4:1 duplicate-key"),
    Case.body("unknown: {x: 1, x: 2}\n", "65 3:1 unknown-key", "65 3:17 duplicate-key"),
    Case.body("? [a, b]\n: 1\n", "65 3:3 invalid-key"),
    Case.body("? {a: b}\n: 1\n", "65 3:3 invalid-key"),
    Case.tenant("{name: ${NAME}}", "65 4:13 syntax"),
    Case.body(": 1\n", "65 3:1 syntax"),
    Case.body("{: 1}\n", "65 3:1 syntax"),
    Case.tenant("{name: acme, : 1}", "65 4:18 syntax"),
    Case.body("~: 1\nnull: 2\n", "65 3:1 unknown-key", "65 4:1 unknown-key"),
  ])
  func `structure is checked with exact positions`(given: Case) {
    #expect(Reading.findings(given.text).sorted() == given.expected.sorted())
  }

  @Test(arguments: [
    Case.body("defaults: &base {template: ~}\n", "65 3:11 anchor"),
    Case.tenant("&a {name: acme}", "65 4:5 anchor"),
    Case.tenant("{name: &n acme}", "65 4:12 anchor"),
    Case.tenant("{name: acme, labels: *x}", "65 4:26 alias"),
    Case.tenant("{name: acme, domains: [*.example.com]}", "65 4:28 alias"),
    Case.tenant("{name: !!str acme}", "65 4:12 tag"),
    Case.tenant("{name: ! acme}", "65 4:12 tag"),
    Case.tenant("{name: !<tag:x> acme}", "65 4:12 tag"),
    Case.tenant("{name: !e!x acme}", "65 4:12 tag"),
    Case.tenant("{name: &a !!str acme}", "65 4:12 anchor", "65 4:15 tag"),
    Case.tenant("{&k name: acme}", "65 4:6 anchor"),
    Case.body("*k : 1\n", "65 3:1 alias"),
    Case.tenant("{name: &}", "65 4:12 anchor"),
    Case.tenant("{name: !<x acme}", "65 4:12 tag"),
    Case.body("defaults:\n%FOO\n", "65 4:1 directive"),
    Case.tenant("{name: acme, <<: {state: active}}", "65 4:18 merge-key"),
    Case.tenant("{name: acme, <<: *b}", "65 4:18 merge-key", "65 4:22 alias"),
    Case.tenant("{name: acme, \"<<\": x}", "65 4:18 unknown-key"),
    Case.body("---\nversion: 2\n", "65 3:1 several-documents"),
    Case.body("---\n", "65 3:1 several-documents"),
    Case.body("...\n"),
    Case.body("...\n# the end\n...\n"),
    Case.body("...\n%YAML 1.1\n---\n", "65 4:1 directive", "65 5:1 several-documents"),
    Case.body("...\ntenants: []\n", "65 4:1 syntax"),
    Case("%YAML 1.2\n---\n" + Reading.head, "65 1:1 directive"),
    Case("# c\n%TAG ! tag:x,2000:\n%FOO bar\n---\n" + Reading.head, "65 2:1 directive", "65 3:1 directive"),
    Case("---\n" + Reading.head),
    Case("\u{FEFF}" + Reading.head),
    Case("\u{FEFF}foo: 1\n" + Reading.head, "65 1:1 unknown-key"),
    Case("\u{FEFF}\u{FEFF}" + Reading.head, "65 1:1 refused-character"),
    Case(Reading.head.replacing("\n", with: "\r\n")),
    Case("version: 1\r\nfoo: 1\r\ndatabases: {main: {url: sqlite:data}}\r\n", "65 2:1 unknown-key"),
  ])
  func `what manifests do without is refused at its token`(given: Case) {
    #expect(Reading.findings(given.text) == given.expected)
  }

  @Test(arguments: [
    Case.tenant("{name: acme, labels: {a: \"x}\n", "65 4:30 syntax"),
    Case.body("tenants:\n\t- name: acme\n", "65 4:1 syntax"),
    Case.body("defaults: {pool: {max: 8}\n", "65 3:11 syntax"),
    Case.body("tenants: [{name: a}\n  {name: b}]\n", "65 4:3 syntax"),
    Case.body("defaults: a: b\n", "65 3:12 syntax"),
    Case.body("tenants: @x\n", "65 3:10 syntax"),
    Case.body("foo: 1\ntenants: `x\n", "65 3:1 unknown-key", "65 4:10 syntax"),
    Case.tenant("{name: \"a\\q\"}", "65 4:14 syntax"),
    Case.body("nonsense\nmore: 1\n", "65 3:1 syntax"),
  ])
  func `syntax errors keep what was found before them`(given: Case) {
    #expect(Reading.findings(given.text) == given.expected)
  }

  @Test(arguments: [
    0, 1, 7, 8, 0xB, 0xC, 0x1B, 0x7F, 0x80, 0x85, 0x9F, 0x61C, 0x200E, 0x200F, 0x2028, 0x2029, 0x202A, 0x202E, 0x2066, 0x2069,
    0xFEFF, 0xFDD0, 0xFDEF, 0xFFFE, 0xFFFF, 0x1FFFE, 0x10FFFF,
  ])
  func `characters that deceive are refused where they stand`(value: UInt32) throws {
    let character = String(try #require(Unicode.Scalar(value)))
    #expect(Reading.findings(Reading.head + "# é😀\(character)x\nfoo: 1\n") == ["65 3:5 refused-character", "65 4:1 unknown-key"])
    #expect(Reading.findings(Reading.head + "tenants: [{name: ac\(character)me}]\n") == ["65 3:20 refused-character"])
    #expect(Reading.findings(Reading.head + "de\(character)faults: {}\n") == ["65 3:3 refused-character"])
  }

  @Test(arguments: ["\\0", "\\x07", "\\N", "\\L", "\\P", "\\u202e", "\\ufeff", "\\ufdd0", "\\n", "\\t"])
  func `escapes do not smuggle them in`(escape: String) {
    let text = Reading.head + "tenants: [{name: acme, labels: {plan: \"a\(escape)b\"}}]\n"
    #expect(Reading.findings(text) == ["65 3:39 refused-character"])
  }

  @Test func `a lone carriage return is no line break`() {
    #expect(Reading.findings(Reading.head + "# x\rschema: y\n") == ["65 3:4 refused-character"])
  }

  @Test(
    arguments: [
      [0xFF], [0xC0, 0x80], [0xC3], [0xED, 0xA0, 0x80], [0xF4, 0x90, 0x80, 0x80], [0xE0, 0x80, 0x80], [0x80], [0xF0, 0x9F, 0x98],
    ] as [[UInt8]])
  func `bytes that are no UTF-8 are refused where they stand`(bytes: [UInt8]) {
    let text = Array((Reading.head + "# é").utf8) + bytes + Array("\nfoo: 1\n".utf8)
    #expect(Reading.diagnostics(text).map(Reading.short) == ["65 3:4 invalid-encoding", "65 4:1 unknown-key"])
  }

  @Test func `UTF-16 is named`() {
    #expect(Reading.diagnostics([0xFF, 0xFE, 0x76, 0]).map(Reading.short) == ["65 1:1 invalid-encoding"])
    #expect(Reading.diagnostics([0xFE, 0xFF, 0, 0x76]).map(Reading.short) == ["65 1:1 invalid-encoding"])
  }

  @Test func `thirty-two levels are read and the thirty-third is refused`() {
    // The top mapping is a level too.
    let allowed = Reading.head + "x: " + String(repeating: "[", count: 31) + String(repeating: "]", count: 31) + "\n"
    #expect(Reading.findings(allowed) == ["65 3:1 unknown-key"])
    let refused = Reading.head + "x: " + String(repeating: "[", count: 32) + String(repeating: "]", count: 32) + "\n"
    #expect(Reading.findings(refused) == ["65 3:1 unknown-key", "65 3:35 too-deep"])
    let dashes = "x:\n" + String(repeating: "- ", count: 40) + "a\n"
    #expect(Reading.findings(Reading.head + dashes) == ["65 3:1 unknown-key", "65 4:63 too-deep"])
  }

  @Test(arguments: [
    "[", "{", "- ", "? ", "[{", "{a: ", "!a ", "&a ", "*a ", "%TAG ! x\n", "'", "\"", "a: ", "- - ", "#", "|\n", "\\", "\u{0}",
  ])
  func `hostile repetition ends at once`(unit: String) {
    #expect(!Reading.findings(String(repeating: unit, count: 200_000)).isEmpty)
    _ = Reading.findings(Reading.head + "...\n" + String(repeating: unit, count: 50_000) + "\nx: [")
    _ = Reading.findings(Reading.head + "tenants: " + String(repeating: unit, count: 50_000))
  }

  @Test func `an alias bomb is refused by its anchors`() {
    var text = "a0: &a0 {k: v}\n"
    for level in 1...8 {
      let aliases = (0..<8).map { _ in "*a\(level - 1)" }.joined(separator: ",")
      text += "a\(level): &a\(level) {? [\(aliases)] : x}\n"
    }
    #expect(Reading.findings(text).contains("65 1:5 anchor"))
  }
}
