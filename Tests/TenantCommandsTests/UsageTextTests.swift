import Testing

@testable import TenantCommands

@Suite struct UsageTextTests {
  /// The parser's way: each line is broken by itself, the usage never.
  private func rendered(_ text: String, width: Int) -> [String] {
    let usage = UsageText(width: width) { columns in
      columns > 1000 ? text : text.replacing("one two three four\n", with: "one two\nthree four\n")
    }
    return usage.text.split(separator: "\n", omittingEmptySubsequences: false).map(String.init)
  }

  @Test func `paragraphs are filled, whatever their lines were in the source`() {
    let text = "OVERVIEW: aaa bbb ccc\n\none two three four\nfive\nsix\n\nUSAGE: x"
    #expect(rendered(text, width: 16) == ["OVERVIEW: aaa", "bbb ccc", "", "one two three", "four five six", "", "USAGE: x"])
  }

  @Test func `an example that fits stays as it is, and the rest of one that does not goes under its explanation`() {
    let text = "OVERVIEW: x\n\n  tool a    does this and that\n  tool b    short\n\nUSAGE: x"
    #expect(
      rendered(text, width: 24)
        == ["OVERVIEW: x", "", "  tool a    does this", "            and that", "  tool b    short", "", "USAGE: x"])
  }

  @Test func `an example without an explanation goes on further to the right`() {
    #expect(
      rendered("OVERVIEW: x\n\n  tool aaaa > bbbbbbbb\n\nUSAGE: x", width: 14) == [
        "OVERVIEW: x", "", "  tool aaaa >", "      bbbbbbbb", "", "USAGE: x",
      ])
  }

  @Test(arguments: [20, 40, 80])
  func `the usage is broken between its parts, and names the global options once`(width: Int) {
    let options = "[--manifest <file>] [--database <url>] [--output <format>] [--quiet] [--verbose] [--no-color]"
    let lines = rendered("Error: no\nUsage: tool migrate \(options) [<name> ...] [--to <version>]", width: width)
    #expect(lines[0] == "Error: no")
    #expect(
      lines.dropFirst().map { $0.trimmingPrefix { $0 == " " } }.joined(separator: " ")
        == "Usage: tool migrate [<options>] [<name> ...] [--to <version>]")
    #expect(lines.allSatisfy { $0.count <= max(width, 25) })
  }

  @Test func `an explanation that stands far to the right goes on a line of its own`() {
    #expect(
      rendered("OVERVIEW: x\n\n  tool aaaa   bb cc\n\nUSAGE: x", width: 14)
        == ["OVERVIEW: x", "", "  tool aaaa", "      bb cc", "", "USAGE: x"])
  }

  @Test func `what is no help stays as it is`() {
    let script = "complete -F _tool tool\n_tool() {\n  one\n}\nend"
    #expect(rendered(script, width: 10).joined(separator: "\n") == script)
  }
}
