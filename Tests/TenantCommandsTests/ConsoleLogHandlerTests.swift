import ArgumentParser
import Logging
import Testing

@testable import TenantCommands

@Suite struct ConsoleLogHandlerTests {
  private func log(_ arguments: [String], _ body: (Logger) -> Void) throws -> String {
    let streams = StandardStreams(
      input: -1, output: OutputStream(inMemoryWithTerminalWidth: nil), error: OutputStream(inMemoryWithTerminalWidth: nil),
      environment: ProcessEnvironment([:]))
    body(
      Console(
        options: try GlobalOptions.parse(arguments), streams: streams, interruption: Interruption(), connector: NoDatabases()
      ).logger)
    #expect(streams.output.contents == "")
    return streams.error.contents
  }

  @Test(arguments: [
    ([], "notice: n\nwarning: w\nerror: e\n"), (["--quiet"], "error: e\n"),
    (["--verbose"], "debug: d\ninfo: i\nnotice: n\nwarning: w\nerror: e\n"),
  ]) func `the options say how much is logged`(arguments: [String], expected: String) throws {
    let text = try log(arguments) { logger in
      logger.trace("t")
      logger.debug("d")
      logger.info("i")
      logger.notice("n")
      logger.warning("w")
      logger.error("e")
    }
    #expect(text == expected)
  }

  @Test func `metadata stands in order, escaped and without passwords`() throws {
    let text = try log([]) { logger in
      var logger = logger
      logger[metadataKey: "tenant"] = "acme"
      logger.notice("took\u{1B}[2J over", metadata: ["url": "postgres://a:hunter2@db", "attempt": "2", "note": "a\nb"])
    }
    #expect(text == "notice: took\\u{1b}[2J over attempt=2 note=a\\nb tenant=acme url=postgres://a:***@db\n")
  }
}
