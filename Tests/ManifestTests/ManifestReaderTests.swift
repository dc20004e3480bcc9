import Foundation
import Manifest
import Names
import Testing

@Suite struct ManifestReaderTests {
  static let example = """
    version: 1
    databases:
      main: {url: "${DATABASE_URL:-sqlite:.tenantry}"}          # a directory of SQLite files, or postgres://…
      eu:                                                       # or in parts
        {driver: postgres, host: db1.internal, port: 5432, dbname: app, user: tenantctl, password_env: EU_PASSWORD, sslmode: verify-full}
    shared: {schema: public, migrations: migrations/shared}     # the shared schema of every database
    templates:
      standard: {migrations: migrations/tenant, seed: seeds/standard.sql}
      pro: {extends: standard, migrations: migrations/pro, extensions: [citext]}
    defaults: {database: main, template: standard, isolation: qualified, schema_prefix: t_, lock_timeout: 3s, statement_timeout: 60s, pool: {max: 8}}
    tenants:
      - name: acme                                              # schema: t_acme unless it says otherwise
        domains: [acme.example.com]
        labels: {plan: enterprise, wave: canary}
      - {name: globex, database: eu, template: pro, state: suspended}

    """

  @Test func `the example of the design is read as it is meant`() throws {
    let manifest = try Reading.manifest(Self.example, environment: ["EU_PASSWORD": "x"])
    #expect(manifest.directory == ".")
    #expect(manifest.databases.map(\.name.text) == ["main", "eu"])
    #expect(manifest.databases.first?.location == .sqliteDirectory(".tenantry"))
    #expect(manifest.databases.last?.source == SourceLocation(file: "tenants.yaml", line: 4, column: 3))
    let eu = PostgresLocation(
      host: "db1.internal", database: "app", user: "tenantctl", password: Secret("x"), sslMode: .verifyFull)
    #expect(manifest.databases.last?.location == .postgres(eu))
    #expect(manifest.shared == SharedDeclaration(migrations: "migrations/shared"))
    #expect(manifest.chain(of: TemplateName(unchecked: "pro")).map(\.migrations) == ["migrations/tenant", "migrations/pro"])
    #expect(manifest.templates.last?.extensions == [ExtensionName(unchecked: "citext")])
    #expect(manifest.defaults == Defaults(template: TemplateName(unchecked: "standard")))
    let acme = try #require(manifest.tenants.first)
    #expect(acme.schema.text == "t_acme" && acme.database == .main && acme.template?.text == "standard")
    #expect(acme.labels[LabelKey(unchecked: "wave")]?.text == "canary" && acme.domains.map(\.text) == ["acme.example.com"])
    #expect(acme.source == SourceLocation(file: "tenants.yaml", line: 12, column: 5))
    let globex = try #require(manifest.tenants.last)
    #expect(globex.state == .suspended && globex.database.text == "eu" && globex.schema.text == "t_globex")
  }

  @Test func `a manifest that is cut off anywhere is no crash`() {
    let bytes = Array(Self.example.utf8)
    for length in bytes.indices {
      let found = Reading.diagnostics(Array(bytes[..<length]), environment: ["EU_PASSWORD": "x"])
      #expect(found.allSatisfy { $0.location.line >= 1 && $0.location.column >= 1 })
    }
  }

  @Test func `ten thousand mutants are no crash`() {
    var random = SplitMix(state: 0x7E4A_2026)
    let seeds = [
      Array(Self.example.utf8),
      Array((Reading.head + "tenants:\n  - {name: &a \"x\\u0041\", labels: *a}\n...\n%YAML 1.1\n").utf8),
    ]
    let pieces = [
      "&a ", "*a ", "!!x ", "<<: ", "---\n", "...\n", "%TAG", "{", "}", "[", "]", ": ", "- ", "\"", "'", "|\n", "? ", "\u{85}",
      "\u{2028}", "${", "}", "\t", "\r", "\0", "~", "\u{FEFF}",
    ]
    for _ in 0..<10_000 {
      var bytes = seeds[random.next(below: seeds.count)]
      for _ in 0...random.next(below: 6) {
        let place = random.next(below: bytes.count)
        switch random.next(below: 5) {
        case 0: bytes[place] = UInt8(random.next(below: 256))
        case 1: bytes.removeSubrange(place..<min(bytes.count, place + 1 + random.next(below: 12)))
        case 2: bytes.insert(contentsOf: pieces[random.next(below: pieces.count)].utf8, at: place)
        case 3: bytes.insert(contentsOf: bytes[place..<min(bytes.count, place + 40)], at: random.next(below: bytes.count))
        default: bytes.swapAt(place, random.next(below: bytes.count))
        }
        if bytes.isEmpty { bytes = [UInt8(ascii: "a")] }
      }
      let found = Reading.diagnostics(bytes, environment: ["EU_PASSWORD": "x"])
      let places = found.map { [$0.location.line, $0.location.column] }
      #expect(zip(places, places.dropFirst()).allSatisfy { !$1.lexicographicallyPrecedes($0) })
      #expect(found.count <= 51)
    }
  }

  @Test func `all mistakes are found, in file order, and with both kinds it is 65`() throws {
    let text = """
      version: 1
      tenants:
        - {name: a, database: nowhere}
        - {name: B}
      shared: {scema: x}
      databases: {main: {url: "sqlite:/abs"}}
      """
    #expect(
      Reading.findings(text) == [
        "78 3:25 unresolved-reference", "65 4:12 invalid-name", "65 5:10 unknown-key", "78 6:25 path-outside",
      ])
    let error = DiagnosticsError(Reading.diagnostics(Array(text.utf8)))
    #expect(error.isMalformed)
  }

  @Test func `fifty mistakes are shown and the others counted`() throws {
    let tenants = (1...70).map { "  - {name: a\($0), database: nowhere}\n" }.joined()
    let found = Reading.diagnostics(Array((Reading.head + "tenants:\n" + tenants + "zzz: 1\n").utf8))
    #expect(found.count == 51)
    #expect(found.prefix(50).map(\.location.line) == Array(4..<54))
    let last = try #require(found.last)
    #expect(last.code == "more-findings" && last.message.hasPrefix("21 more") && last.location.line == 54)
    #expect(last.severity == .malformed, "the mistake that is not shown counts")
  }

  @Test func `a finding has its line, a hint, and what was expected`() throws {
    let found = Reading.diagnostics(Array((Reading.head + "tenants: [{nmae: acme}]  # é\r\n").utf8))
    let unknown = try #require(found.first { $0.code == "unknown-key" })
    #expect(unknown.sourceLine == "tenants: [{nmae: acme}]  # é")
    #expect(unknown.hint?.hasPrefix("Did you mean \"name\"?") == true)
    #expect(unknown.location.description == "tenants.yaml:3:12")
    #expect(found.allSatisfy { $0.hint != nil })
  }

  @Test func `paths are joined with the folder of the manifest`() throws {
    let text =
      "version: 1\ndatabases: {main: {url: \"sqlite:d\"}, pg: {url: \"postgres://h/x?sslrootcert=ca.pem\"}}\ntemplates: {a: {migrations: ./m/}}\n"
    for (file, prefix) in [
      ("tenants.yaml", ""), ("./tenants.yaml", ""), ("conf/tenants.yaml", "conf/"), ("/etc/t/x.yaml", "/etc/t/"),
    ] {
      let manifest = try Reading.manifest(text, file: file)
      #expect(manifest.databases.first?.location == .sqliteDirectory(prefix + "d"))
      #expect(manifest.templates.first?.migrations == prefix + "m")
      guard case .postgres(let location) = manifest.databases.last?.location else {
        Issue.record("not PostgreSQL")
        return
      }
      #expect(location.sslRootCertificate == prefix + "ca.pem")
    }
  }

  @Test func `a database alone stands for a manifest`() throws {
    let manifest = Manifest.standing(for: .sqliteDirectory("x"))
    #expect(manifest.databases.map(\.name) == [.main] && manifest.directory == "." && manifest.file == nil)
    #expect(manifest.tenants.isEmpty && manifest.templates.isEmpty)
  }

  @Test func `two thousand tenants, each right`() throws {
    let tenants = (1...2000).map { "  - {name: t\($0), domains: [t\($0).example.com], labels: {plan: free, n: \"\($0)\"}}\n" }
      .joined()
    let manifest = try Reading.manifest(Reading.head + "tenants:\n" + tenants)
    #expect(manifest.tenants.count == 2000 && Set(manifest.tenants.map(\.schema)).count == 2000)
  }
}

/// A small generator with a seed, so that a failing run can be run again.
struct SplitMix: RandomNumberGenerator {
  var state: UInt64

  mutating func next() -> UInt64 {
    state &+= 0x9E37_79B9_7F4A_7C15
    var z = state
    z = (z ^ (z >> 30)) &* 0xBF58_476D_1CE4_E5B9
    z = (z ^ (z >> 27)) &* 0x94D0_49BB_1331_11EB
    return z ^ (z >> 31)
  }

  mutating func next(below bound: Int) -> Int { Int(next() % UInt64(max(bound, 1))) }
}
