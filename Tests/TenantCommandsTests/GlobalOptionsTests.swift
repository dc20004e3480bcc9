import ArgumentParser
import Names
import Testing

@testable import TenantCommands

@Suite struct GlobalOptionsTests {
  private static let options = [
    "--manifest", "x.yaml", "--database", "postgres://app@db/main", "--output", "json", "--quiet", "--no-color",
  ]

  private func globals(_ arguments: [String]) async throws -> GlobalOptions {
    let command = try await SampleTool.asyncParseAsRoot(arguments)
    return try #require(command as? any ConsoleCommand).global
  }

  private func expectAll(_ global: GlobalOptions) {
    #expect(global.manifest == "x.yaml")
    #expect(global.database?.url.reveal() == "postgres://app@db/main")
    #expect(global.output == .json)
    #expect(global.verbosity == .quiet)
    #expect(global.noColor)
  }

  @Test(arguments: [
    options + ["list"], ["list"] + options, options + ["ls"], options + ["runs", "show", "7"],
    ["runs"] + options + ["show", "7"],
    ["runs", "show"] + options + ["7"], ["runs", "show", "7"] + options, options + ["create", "acme", "--jobs", "3"],
    ["create", "--jobs", "3"] + options + ["acme"], ["create", "acme"] + options + ["--jobs=3"],
    ["--manifest=x.yaml", "--database=postgres://app@db/main", "list", "--output=json", "--quiet", "--no-color"],
    [
      "--manifest", "x.yaml", "create", "--database", "postgres://app@db/main", "a", "--output", "json", "b", "--quiet",
      "--no-color",
    ],
  ]) func `the options work wherever they stand`(arguments: [String]) async throws {
    expectAll(try await globals(arguments))
  }

  @Test func `splitting them between the root and the command works at every place`() async throws {
    // Options and their values stay together; the command's name goes between any two.
    let pairs = [
      ["--manifest", "x.yaml"], ["--database", "postgres://app@db/main"], ["--output", "json"], ["--quiet"], ["--no-color"],
    ]
    for place in 0...pairs.count {
      expectAll(try await globals(pairs[..<place].flatMap { $0 } + ["list", "--label", "a=b"] + pairs[place...].flatMap { $0 }))
    }
  }

  @Test func `without options the usual values hold`() async throws {
    let global = try await globals(["list"])
    #expect(global.manifest == nil)
    #expect(global.manifestPath == "tenants.yaml")
    #expect(global.database == nil)
    #expect(global.output == .text)
    #expect(global.verbosity == nil)
    #expect(!global.noColor)
  }

  @Test func `the last one of several counts`() async throws {
    #expect(try await globals(["--manifest", "a", "list", "--manifest", "b"]).manifest == "b")
  }

  @Test func `what follows two hyphens is never an option`() async throws {
    let command = try await SampleTool.asyncParseAsRoot(["create", "--", "--quiet", "--manifest", "--output=json"])
    let create = try #require(command as? SampleTool.Create)
    #expect(create.names == ["--quiet", "--manifest", "--output=json"])
    #expect(create.global.verbosity == nil)
    #expect(create.global.manifest == nil)
    #expect(create.global.output == .text)
  }

  @Test func `a value that looks like an option is given with an equals sign`() async throws {
    #expect(try await globals(["list", "--manifest=--odd.yaml"]).manifest == "--odd.yaml")
    #expect(await SampleTool.outcome(of: ["list", "--manifest", "--odd.yaml"]).status == .usage)
  }

  @Test func `a value that is a command's name stays a value`() async throws {
    #expect(try await globals(["--manifest", "list", "create", "acme"]).manifest == "list")
    #expect(try await globals(["create", "list", "--manifest", "create"]).manifest == "create")
  }

  @Test(arguments: [
    ["list", "--quiet", "--verbose"], ["--quiet", "list", "--verbose"], ["list", "--output", "xml"], ["list", "--manifest"],
    ["list", "--database", ""], ["--manifest", "x"].dropLast() + ["list"].dropLast(), ["list", "--unknown"], ["nonsense"],
    ["list", "extra"],
  ]) func `a wrong command line ends with 64 and changes nothing`(arguments: [String]) async {
    let outcome = await SampleTool.outcome(of: Array(arguments))
    #expect(outcome.status == .usage)
    #expect(outcome.output == "")
    #expect(outcome.error.hasPrefix("error: "))
  }

  @Test(arguments: [["--help"], ["list", "--help"], ["help", "list"], ["runs", "show", "--help"]])
  func `help lists every global option`(arguments: [String]) async {
    let outcome = await SampleTool.outcome(of: arguments)
    #expect(outcome.status == .done)
    #expect(outcome.error == "")
    for option in ["--manifest", "--database", "--output", "--quiet", "--verbose", "--no-color"] {
      #expect(outcome.output.contains(option), "\(option)")
    }
  }

  @Test func `the help of a command is this text`() async {
    let help = await SampleTool.outcome(of: ["list", "--help"], outputWidth: 80).output
    #expect(
      help == """
        OVERVIEW: Lists tenants.

        USAGE: tenantctl list [--label <label> ...] [<options>]

        GLOBAL OPTIONS:
          --manifest <file>       The manifest. (default: tenants.yaml)
          --database <url>        Use this database in place of the manifest's default
                                  one; then no manifest is needed. Others on this
                                  machine can read a password that is written here.
          --output <format>       How results are written. (values: text, json;
                                  default: text)
          --quiet                 Say nothing but the result, warnings and errors.
          --verbose               Log what happens in detail.
          --no-color              No colours, also on a terminal.

        OPTIONS:
          --label <label>
          --version               Show the version.
          -h, --help              Show help information.


        """)
  }

  @Test(arguments: [
    (["--output", "json", "x"], OutputFormat.json), (["x", "--output=json"], .json), (["--output"], .text), ([], .text),
    (["--", "--output", "json"], .text), (["--output", "json", "--output", "text"], .text), (["--output", "xml"], .text),
    (["--output=json", "--output", "xml"], .json), (["json", "--output"], .text),
  ]) func `the format is known even when the rest cannot be parsed`(arguments: [String], format: OutputFormat) {
    #expect(OutputFormat.requested(by: arguments) == format)
  }
}
