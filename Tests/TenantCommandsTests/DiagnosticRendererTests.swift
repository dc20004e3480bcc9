import Names
import Testing

@testable import TenantCommands

@Suite struct DiagnosticRendererTests {
  private func diagnostic(
    _ severity: Diagnostic.Severity = .malformed, _ message: String = "unknown key \"pgdatabase\"", line: Int = 3, column: Int,
    hint: String? = nil, of sourceLine: String?
  ) -> Diagnostic {
    Diagnostic(
      severity, code: "test", message, at: SourceLocation(file: "tenants.yaml", line: line, column: column), hint: hint,
      sourceLine: sourceLine)
  }

  @Test func `a finding is its place, what is wrong, the line with a caret and a hint`() {
    let text = DiagnosticRenderer().rendered(
      diagnostic(column: 8, hint: "Did you mean \"dbname\"?", of: "  eu: {pgdatabase: app}"))
    #expect(
      text == """
        tenants.yaml:3:8: unknown key "pgdatabase"
            eu: {pgdatabase: app}
                 ^
        hint: Did you mean "dbname"?

        """)
  }

  @Test func `a warning says so, and findings are set apart by an empty line`() {
    let text = DiagnosticRenderer().rendered([
      diagnostic(.warning, "comment changed", column: 1, of: nil),
      diagnostic(.conflicting, "no such template", column: 2, of: nil),
    ])
    #expect(
      text == """
        tenants.yaml:3:1: warning: comment changed

        tenants.yaml:3:2: no such template

        """)
  }

  @Test func `what is long breaks between words, after the place`() {
    let warning = diagnostic(.warning, "the manifest still says acme", column: 1, of: nil)
    #expect(DiagnosticRenderer(width: 40).rendered(warning) == "tenants.yaml:3:1: warning: the manifest\nstill says acme\n")
    // A place that is wider than the terminal is broken like everything else.
    #expect(DiagnosticRenderer(width: 10).rendered(warning).hasPrefix("tenants.ya\nml:3:1:\nwarning:\n"))
  }

  @Test func `a file that cannot be opened has no place and no line`() {
    let text = DiagnosticRenderer().rendered(diagnostic(.malformed, "no such file", line: 0, column: 0, of: "x"))
    #expect(text == "tenants.yaml: no such file\n")
  }

  @Test(arguments: [
    ("\tkey: 1", 2, "    key: 1", 4), ("a\tkey: 1", 3, "a   key: 1", 4), ("日本: x", 5, "日本: x", 6),
    ("e\u{301}: x", 4, "e\u{301}: x", 2),
    ("a\u{1B}b", 3, "a\\u{1b}b", 7), ("\u{FEFF}key", 1, "key", 0), ("key\r\n", 4, "key", 3), ("key", 99, "key", 3),
    ("", 1, "", 0),
    ("key", 0, "key", 0), ("\u{202E}x", 2, "\\u{202e}x", 8),
  ]) func `the caret stands under the scalar, however wide what comes before is`(
    line: String, column: Int, text: String, caret: Int
  ) {
    let excerpt = SourceExcerpt(line: line, column: column, width: nil)
    #expect(excerpt.text == text)
    #expect(excerpt.caretOffset == caret)
  }

  @Test func `of a long line the part around the caret is shown`() {
    let line = String(repeating: "a", count: 100) + "X" + String(repeating: "b", count: 100)
    let text = DiagnosticRenderer(width: 21).rendered(diagnostic(.malformed, "wrong", column: 101, of: line))
    #expect(
      text == """
        tenants.yaml:3:101:
        wrong
          …aaaaaaaaXbbbbbbbb…
                   ^

        """)
  }

  @Test func `a long line is cut on the far side alone when the caret is near an end`() {
    let line = "X" + String(repeating: "b", count: 50)
    #expect(SourceExcerpt(line: line, column: 1, width: 10).text == "Xbbbbbbbb…")
    #expect(SourceExcerpt(line: line, column: 51, width: 10).text == "…bbbbbbbbb")
    let end = SourceExcerpt(line: line, column: 52, width: 10)
    #expect(end.text == "…bbbbbbbb")
    #expect(end.caretOffset == 9)
  }

  @Test(arguments: [3, 4, 7, 10, 20, 79]) func `an excerpt and its caret fit, wherever the caret is`(width: Int) {
    let line = "a\t日本\u{301}語\u{1}🎉" + String(repeating: "x漢", count: 40) + "\t\u{7}end"
    for column in 1...(line.unicodeScalars.count + 1) {
      let excerpt = SourceExcerpt(line: line, column: column, width: width)
      // A single escape may be wider than a very narrow terminal.
      #expect(excerpt.text.displayWidth <= max(width, 8), "column \(column)")
      #expect(excerpt.caretOffset < max(width, 8), "column \(column)")
    }
  }

  @Test func `nothing that a file says reaches the terminal unescaped`() {
    let text = DiagnosticRenderer().rendered(
      Diagnostic(
        .malformed, code: "test", "bad \u{1B}]0;title\u{7}", at: SourceLocation(file: "a\u{1B}b.yaml", line: 1, column: 1),
        hint: "\u{9B}31m", sourceLine: "\u{1B}[2J"))
    #expect(text.unicodeScalars.allSatisfy { $0 == "\n" || $0.isPrintable })
  }

  @Test func `colours mark the place, the caret and the hint`() {
    let text = DiagnosticRenderer(styling: .colored).rendered(
      diagnostic(.malformed, "wrong", column: 2, hint: "Write x.", of: "ab"))
    #expect(
      text == """
        \u{1B}[1mtenants.yaml:3:2:\u{1B}[0m wrong
          ab
           \u{1B}[31m^\u{1B}[0m
        \u{1B}[36mhint:\u{1B}[0m Write x.

        """)
  }
}
