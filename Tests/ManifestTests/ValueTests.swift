import Manifest
import Names
import Testing

/// Each key with right and wrong values.
@Suite struct ValueTests {
  @Test(arguments: [
    Case("databases: {main: {url: \"sqlite:x\"}}\n", "65 1:1 missing-key"),
    Case("version: 1\n", "65 1:1 missing-key"),
    Case("\n# c\nversion:\ndatabases: {main: {url: \"sqlite:x\"}}\n", "65 3:1 missing-key"),
    Case("{version: ~, databases: {main: {url: \"sqlite:x\"}}}\n", "65 1:1 missing-key"),
    Case("version: 2\ndatabases: {main: {url: \"sqlite:x\"}}\n", "65 1:10 unsupported-version"),
    Case("version: 1.0\ndatabases: {main: {url: \"sqlite:x\"}}\n", "65 1:10 unsupported-version"),
    Case("version: [1]\ndatabases: {main: {url: \"sqlite:x\"}}\n", "65 1:10 wrong-type"),
    Case("version: 1\ndatabases: {}\n", "65 2:12 missing-key"),
    Case("version: 1\ndatabases: ~\n", "65 1:1 missing-key"),
    Case("version: 1\ndatabases: []\n", "65 2:12 wrong-type"),
    Case("version: 1\ndatabases: text\n", "65 2:12 wrong-type"),
    Case("version: 1\ndatabse: {main: {url: \"sqlite:x\"}}\n", "65 1:1 missing-key", "65 2:1 unknown-key"),
    Case.body("shared: x\n", "65 3:9 wrong-type"),
    Case.body("shared: {schema: Public}\n", "65 3:18 invalid-name"),
    Case.body("shared: {schema: pg_x}\n", "65 3:18 invalid-name"),
    Case.body("shared: {schema: tenantry}\n", "65 3:18 invalid-name"),
    Case.body("shared: {schema: \"\"}\n", "65 3:18 invalid-name"),
    Case.body("shared: {schema: ~}\n"),
    Case.body("shared: {extension_schema: x}\n", "65 3:10 unknown-key"),
    Case.body("shared: {schema: app, extensions_schema: app}\n", "78 3:42 duplicate-schema"),
    Case.body("shared: {schema: extensions}\n", "78 3:18 duplicate-schema"),
    Case.body("defaults: {isolation: Role}\n", "65 3:23 invalid-value"),
    Case.body("defaults: {schema_prefix: \"\"}\n"),
    Case.body("defaults: {schema_prefix: a234567890123456}\n", "65 3:27 invalid-value"),
    Case.body("defaults: {schema_prefix: a23456789012345}\n"),
    Case.body("defaults: {schema_prefix: t-}\n", "65 3:27 invalid-value"),
    Case.body("defaults: {schema_prefix: pg_}\n", "65 3:27 invalid-value"),
    Case.body("defaults: {schema_prefix: 1t}\n", "65 3:27 invalid-value"),
    Case.body("defaults: {pool: 8}\n", "65 3:18 wrong-type"),
    Case.body("defaults: {pool: {max: 1000}}\n"),
    Case.body("defaults: {lock_timeout: 60s}\n", "78 3:26 timeout-order"),
    Case.body("defaults: {statement_timeout: 2s}\n", "78 3:31 timeout-order"),
    Case.body("defaults: {statement_timeout: 2s, lock_timeout: 1999ms}\n"),
    Case.body("defaults: {statement_timeout: 2s, lock_timeout: 2s}\n", "78 3:49 timeout-order"),
    Case.body("defaults: {template: missing}\n", "78 3:22 unresolved-reference"),
    Case.body("defaults: {database: man}\n", "78 3:22 unresolved-reference"),
    Case("version: 1\ndatabases: {eu: {url: \"sqlite:x\"}}\n", "78 2:12 unresolved-reference"),
    Case("version: 1\ndatabases: {eu: {url: \"sqlite:x\"}}\ndefaults: {template: ~}\n", "78 3:11 unresolved-reference"),
    Case("version: 1\ndatabases: {eu: {url: \"sqlite:x\"}}\ndefaults: {database: eu}\n"),
    Case.body("templates: []\n", "65 3:12 wrong-type"),
    Case.body("templates: {empty: {}, nothing: }\n"),
    Case.body("templates: {Standard: {}}\n", "65 3:13 invalid-name"),
    Case.body("templates: {shared: {}}\n", "65 3:13 invalid-name"),
    Case.body("templates: {a: {extends: b}}\n", "78 3:26 unresolved-reference"),
    Case.body("templates: {a: {extends: a}}\n", "78 3:26 cycle"),
    Case.body("templates: {a: {extends: b}, b: {extends: a}}\n", "78 3:43 cycle"),
    Case.body("templates:\n  a: {extends: b}\n  b: {extends: c}\n  c: {extends: b}\n", "78 6:16 cycle"),
    Case.body("templates: {a: {extensions: citext}}\n", "65 3:29 wrong-type"),
    Case.body("templates: {a: {extensions: [Citext]}}\n", "65 3:30 invalid-name"),
    Case.body("templates: {a: {extensions: [citext, citext]}}\n", "78 3:38 duplicate-extension"),
    Case.body("templates: {a: {extensions: [citext, uuid-ossp]}}\n"),
    Case.body("templates: {a: {migrations: \"\"}}\n", "65 3:29 invalid-value"),
    Case.body("templates: {a: {migrations: /etc}}\n", "78 3:29 path-outside"),
    Case.body("templates: {a: {migrations: a/../../b}}\n", "78 3:29 path-outside"),
    Case.body("templates: {a: {migrations: \"..\"}}\n", "78 3:29 path-outside"),
    Case.body("templates: {a: {migrations: \"x/../../\u{301}b\"}}\n", "78 3:29 path-outside"),
    Case.body("templates: {a: {seed: a/./../b/..//c}}\n"),
    Case.body("tenants: acme\n", "65 3:10 wrong-type"),
    Case.body("tenants: {acme: {}}\n", "65 3:10 wrong-type"),
    Case.body("tenants: ~\n"),
  ])
  func `sections are checked with exact positions`(given: Case) {
    #expect(Reading.findings(given.text) == given.expected)
  }

  @Test(arguments: [
    Case.tenant("acme", "65 4:5 wrong-type"),
    Case.tenant("~", "65 4:5 wrong-type"),
    Case.tenant("", "65 4:3 wrong-type"),
    Case.tenant("{}", "65 4:5 missing-key"),
    Case.tenant("{schema: x}", "65 4:5 missing-key"),
    Case.tenant("name:", "65 4:5 missing-key"),
    Case.tenant("name: ''", "65 4:11 invalid-name"),
    Case.tenant("{name: \"null\"}"),
    Case.tenant("{name: null}", "65 4:5 missing-key"),
    Case.tenant("{name: no}"), Case.tenant("{name: on}"),
    Case.tenant("{name: 1e3}", "65 4:12 invalid-name"),
    Case.tenant("{name: Acme}", "65 4:12 invalid-name"),
    Case.tenant("{name: all}", "65 4:12 invalid-name"),
    Case.tenant("{name: [a]}", "65 4:12 wrong-type"),
    Case.tenant("{name: \"a\u{430}\"}", "65 4:12 invalid-name"),
    Case.tenant("{name: a, domain: x.example.com}", "65 4:15 unknown-key"),
    Case.tenant("{name: a, schema: public}", "65 4:23 invalid-name"),
    Case.tenant("{name: a, schema: pg_x}", "65 4:23 invalid-name"),
    Case.tenant("{name: a, schema: tenantry}", "65 4:23 invalid-name"),
    Case.tenant("{name: a, schema: information_schema}", "65 4:23 invalid-name"),
    Case.tenant("{name: a, schema: T}", "65 4:23 invalid-name"),
    Case.tenant("{name: a, schema: extensions}", "78 4:23 duplicate-schema"),
    Case.tenant("{name: extensions}", "78 4:12 reserved-name"),
    Case.tenant("{name: a, database: eu}", "78 4:25 unresolved-reference"),
    Case.tenant("{name: a, template: x}", "78 4:25 unresolved-reference"),
    Case.tenant("{name: a, isolation: none}", "65 4:26 invalid-value"),
    Case.tenant("{name: a, state: archived}", "65 4:22 invalid-value"),
    Case.tenant("{name: a, state: suspended}"),
    Case.tenant("{name: a, labels: [x]}", "65 4:23 wrong-type"),
    Case.tenant("{name: a, labels: {Plan: x}}", "65 4:24 invalid-name"),
    Case.tenant("{name: a, labels: {plan: [x]}}", "65 4:30 wrong-type"),
    Case.tenant("{name: a, labels: {plan: ~, size: \"\"}}"),
    Case.tenant("{name: a, labels: {plan: no, n: 012, t: 12:30:00}}"),
    Case.tenant("{name: a, domains: a.example.com}", "65 4:24 wrong-type"),
    Case.tenant(
      "{name: a, domains: [A.example.com, b..c, -x, 1.2.3.4, \"\", ~, ok.example.com]}",
      "65 4:25 invalid-name", "65 4:40 invalid-name", "65 4:46 invalid-name", "65 4:50 invalid-name", "65 4:59 invalid-name",
      "65 4:63 missing-value"),
    Case.tenant("{name: a, domains: [x.example.com, x.example.com]}", "78 4:40 duplicate-domain"),
    Case.tenant("{name: a, clone_from: b}", "78 4:27 unresolved-reference"),
    Case.tenant("{name: a, clone_from: a}", "78 4:27 cycle"),
    Case.tenant("{name: a, clone_from: {data: true}}", "65 4:27 missing-key"),
    Case.tenant("{name: a, clone_from: {tenant: b, data: yes}}", "78 4:36 unresolved-reference", "65 4:45 invalid-value"),
    Case.tenant("{name: a, clone_from: [b]}", "65 4:27 wrong-type"),
    Case.tenant("{name: a}\n  - {name: a}", "78 5:12 duplicate-name"),
    Case.tenant("{name: a-b}\n  - {name: a_b}", "78 5:12 duplicate-schema"),
    Case.tenant("{name: a}\n  - {name: b, schema: t_a}", "78 5:23 duplicate-schema"),
    Case.tenant("{name: b, schema: t_a}\n  - {name: a}", "78 5:12 duplicate-schema"),
    Case.tenant("{name: a, domains: [x.y]}\n  - {name: b, domains: [x.y]}", "78 5:25 duplicate-domain"),
    Case.tenant("{name: a, clone_from: b}\n  - {name: b, clone_from: a}", "78 5:27 cycle"),
    Case.tenant("{name: a, clone_from: b}\n  - {name: b}"),
  ])
  func `tenants are checked with exact positions`(given: Case) {
    #expect(Reading.findings(given.text) == given.expected)
  }

  @Test(arguments: ["500ms": 500, "1ms": 1, "3s": 3000, "5m": 300_000, "2h": 7_200_000, "24h": 86_400_000])
  func `durations have units`(text: String, milliseconds: Int) throws {
    guard text != "1ms" else {
      #expect(Reading.findings(Reading.head + "defaults: {statement_timeout: 1ms}\n") == ["78 3:31 timeout-order"])
      return
    }
    let manifest = try Reading.manifest(Reading.head + "defaults: {lock_timeout: 1ms, statement_timeout: \"\(text)\"}\n")
    #expect(manifest.defaults.statementTimeout == .milliseconds(milliseconds))
  }

  @Test(arguments: [
    "3", "0s", "0ms", "-3s", "+3s", "3 s", "3S", "3sec", "1.5s", "1h30m", "03s", "s", "ms", "25h", "99999999999999999999h",
    "1e3s", "٣s", "3d",
    "''", "true", "[3s]", "{}", "∞", "999999999h",
  ])
  func `other durations are refused at the value`(text: String) {
    let findings = Reading.findings(Reading.head + "defaults: {statement_timeout: \(text)}\n")
    #expect(findings == ["65 3:31 invalid-value"] || findings == ["65 3:31 wrong-type"])
  }

  @Test(arguments: [
    "0", "1001", "-1", "+8", "8.0", "0x8", "08", "1_000", "eight", "''", "99999999999999999999", "٨", "true", "[8]",
  ])
  func `other counts are refused at the value`(text: String) {
    let findings = Reading.findings(Reading.head + "defaults: {pool: {max: \(text)}}\n")
    #expect(findings == ["65 3:24 invalid-value"] || findings == ["65 3:24 wrong-type"])
  }
}
