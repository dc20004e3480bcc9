import Testing

@testable import TenantCommands

@Suite struct TextTableTests {
  private var tenants: TextTable {
    var table = TextTable(columns: [
      .init("NAME", importance: 3), .init("SCHEMA", importance: 1), .init("BEHIND", alignment: .trailing, importance: 2),
      .init("LAST ERROR"),
    ])
    table.append(["acme", "t_acme", "0"])
    table.append(["globex-international", "t_globex_international", "12", .init(Self.error)])
    return table
  }

  private static let error = "canceling statement due to lock timeout while waiting for ShareLock on relation 16384"

  @Test func `a table is as wide as it needs to be when nothing limits it`() {
    #expect(
      tenants.rendered() == """
        NAME                  SCHEMA                  BEHIND  LAST ERROR
        acme                  t_acme                       0
        globex-international  t_globex_international      12  \(Self.error)

        """)
  }

  @Test func `at 80 columns the least important column is cut`() {
    let text = tenants.rendered(width: 80)
    #expect(
      text == """
        NAME                  SCHEMA                  BEHIND  LAST ERROR
        acme                  t_acme                       0
        globex-international  t_globex_international      12  canceling statement due t…

        """)
    #expect(text.split(separator: "\n").map(\.displayWidth).max() == 80)
  }

  @Test func `when that is not enough the next one is cut too`() {
    #expect(
      tenants.rendered(width: 50) == """
        NAME                  SCHEMA    BEHIND  LAST ERROR
        acme                  t_acme         0
        globex-international  t_globe…      12  canceling…

        """)
  }

  @Test func `of two columns that matter as much the right one is cut`() {
    var table = TextTable(columns: [.init("A"), .init("B")])
    table.append([.init(String(repeating: "a", count: 20)), .init(String(repeating: "b", count: 20))])
    #expect(table.rendered(width: 32) == "A                     B\naaaaaaaaaaaaaaaaaaaa  bbbbbbbbb…\n")
  }

  @Test func `a column that wraps loses nothing`() {
    var table = TextTable(columns: [.init("NAME", importance: 1), .init("LABELS", wraps: true)])
    table.append(["acme", .init("plan=enterprise region=eu-central wave=canary", .success)])
    table.append(["globex", "plan=trial"])
    #expect(
      table.rendered(width: 40) == """
        NAME    LABELS
        acme    plan=enterprise
                region=eu-central wave=canary
        globex  plan=trial

        """)
    #expect(
      table.rendered(width: 18, styling: .plain) == """
        NAME    LABELS
        acme    plan=enter
                prise
                region=eu-
                central
                wave=canar
                y
        globex  plan=trial

        """)
  }

  @Test(arguments: 13...140) func `no line is wider than the terminal`(width: Int) {
    let lines = tenants.rendered(width: width).split(separator: "\n")
    #expect(lines.count == 3)
    #expect(lines.allSatisfy { $0.displayWidth <= width })
  }

  @Test func `wide characters and marks keep the columns straight`() {
    var table = TextTable(columns: [.init("NAME"), .init("STATE")])
    table.append(["日本語", "active"])
    table.append(["e\u{301}te\u{301}", "active"])
    table.append(["🎉", "active"])
    #expect(
      table.rendered() == """
        NAME    STATE
        日本語  active
        e\u{301}te\u{301}     active
        🎉      active

        """)
  }

  @Test func `a wide character is never cut in two`() {
    #expect("日本語".truncated(toWidth: 6) == "日本語")
    #expect("日本語".truncated(toWidth: 5) == "日本…")
    #expect("日本語".truncated(toWidth: 4) == "日…")
    #expect("日本語".truncated(toWidth: 1) == "…")
    #expect("日本語".truncated(toWidth: 0) == "")
  }

  @Test func `what could move the cursor or deceive is shown escaped`() {
    var table = TextTable(columns: [.init("VALUE")])
    table.append([.init("a\u{1B}[31mb\nc\td\u{202E}e\u{0}\u{9B}f")])
    #expect(table.rendered() == "VALUE\na\\u{1b}[31mb\\nc\\td\\u{202e}e\\u{0}\\u{9b}f\n")
  }

  @Test func `colours surround the text and not the padding`() {
    var table = TextTable(columns: [.init("N", alignment: .trailing), .init("S")])
    table.append(["10", .init("failed", .failure)])
    #expect(
      table.rendered(styling: .colored)
        == " \u{1B}[1mN\u{1B}[0m  \u{1B}[1mS\u{1B}[0m\n10  \u{1B}[31mfailed\u{1B}[0m\n")
  }

  @Test func `a table without rows is its headers`() {
    #expect(TextTable(columns: [.init("NAME"), .init("STATE")]).rendered() == "NAME  STATE\n")
  }
}

extension Substring {
  fileprivate var displayWidth: Int { String(self).displayWidth }
}
