import Manifest
import Names
import Testing

/// Databases: URLs, parts, secrets, TLS, variables.
@Suite struct DatabaseTests {
  @Test(arguments: [
    Case.database("{}", "65 3:9 missing-key"),
    Case.database("~", "65 3:9 missing-key"),
    Case.database("", "65 3:3 missing-key"),
    Case.database("sqlite:data", "65 3:9 wrong-type"),
    Case.database("{host: db}", "65 3:9 missing-key"),
    Case.database("{url: \"\"}", "65 3:15 invalid-url"),
    Case.database("{url: \"mysql://db\"}", "65 3:15 invalid-url"),
    Case.database("{url: \"sqlite:\"}", "65 3:15 invalid-url"),
    Case.database("{url: \"sqlite:/var/lib/x\"}", "78 3:15 path-outside"),
    Case.database("{url: \"sqlite:../x\"}", "78 3:15 path-outside"),
    Case.database("{url: \"sqlite-file:a/../../x\"}", "78 3:15 path-outside"),
    Case.database("{url: \"postgres://app@db/x\"}"),
    Case.database("{url: \"postgres://app:secret@db/x\"}", "78 3:15 literal-password"),
    Case.database("{url: \"postgres://app@db/x?password=secret\"}", "78 3:15 literal-password"),
    Case.database("{url: \"postgres://app:${PW}@db/x\"}"),
    Case.database("{url: \"postgres://app:${PW}x@db/x\"}", "78 3:15 literal-password"),
    Case.database("{url: \"postgres://app:${NONE:-x}@db/x\"}", "78 3:15 literal-password"),
    Case.database("{url: \"${URL:-postgres://app:secret@db/x}\"}", "78 3:15 literal-password"),
    Case.database("{url: \"${URL}\"}"),
    Case.database("{url: \"${URL:-sqlite:/abs}\"}"),
    Case.database("{url: \"${NONE:-sqlite:/abs}\"}", "78 3:15 path-outside"),
    Case.database("{url: \"${NONE}\"}", "78 3:15 unset-variable"),
    Case.database("{url: \"${NONE\"}", "65 3:15 invalid-variable"),
    Case.database("{url: \"${1}\"}", "65 3:15 invalid-variable"),
    Case.database("{url: \"${A:-${B}}\"}", "65 3:15 invalid-variable"),
    Case.database("{url: \"${A-x}\"}", "65 3:15 invalid-variable"),
    Case.database("{url: \"postgres://app@db/x?sslmode=require\"}", "78 3:15 weak-sslmode"),
    Case.database("{url: \"postgres://app@db/x?sslmode=require\", allow_insecure: true}"),
    Case.database("{url: \"postgres://app@db/x?sslmode=require\", allow_insecure: false}", "78 3:15 weak-sslmode"),
    Case.database("{url: \"postgres://app@localhost/x?sslmode=disable\"}"),
    Case.database("{url: \"postgres:///x?host=/run/pg&sslmode=disable\"}"),
    Case.database("{url: \"postgres://app@db/x\", sslmode: verify-ca}", "78 3:47 weak-sslmode"),
    Case.database("{url: \"postgres://app@db/x?sslmode=verify-full\", sslmode: verify-full}", "78 3:67 given-twice"),
    Case.database("{url: \"postgres://app@db/x\", host: y}", "65 3:38 conflicting-key"),
    Case.database("{url: \"postgres://app@db/x\", driver: postgres}", "65 3:38 conflicting-key"),
    Case.database("{url: \"sqlite:x\", pooler: none}", "65 3:27 conflicting-key"),
    Case.database("{url: \"postgres://app@db/x\", password_env: PW}"),
    Case.database("{url: \"postgres://app@db/x\", password_env: NONE}", "78 3:52 unset-variable"),
    Case.database("{url: \"postgres://app@db/x\", password_env: \"hunter-2\"}", "65 3:52 invalid-value"),
    Case.database("{url: \"postgres://app:${PW}@db/x\", password_env: PW}", "78 3:58 given-twice"),
    Case.database("{url: \"postgres://app@db/x\", direct_url: \"sqlite:y\"}", "65 3:50 invalid-url"),
    Case.database("{url: \"postgres://app@db/x\", direct_url: \"postgres://a:b@db/x\"}", "78 3:50 literal-password"),
    Case.database("{url: \"postgres://app@db/x\", direct_url: \"postgres://a@db/x?sslmode=prefer\"}", "78 3:50 weak-sslmode"),
    Case.database("{url: \"postgres://app@db/x\", pooler: pgbouncer}", "65 3:46 invalid-value"),
    Case.database("{url: \"postgres://app@db/x\", allow_insecure: yes}", "65 3:54 invalid-value"),
    Case.database("{url: \"postgres://app@db/x?sslrootcert=/etc/ca.pem\"}", "78 3:15 path-outside"),
    Case.database("{url: \"postgres://app@db/x?sslrootcert=%2Fetc%2Fca.pem\"}", "78 3:15 path-outside"),
    Case.database("{url: \"postgres://app@a,b/x?target_session_attrs=primary\"}"),
    Case.database("{url: \"postgres://app@a,,b/x\"}", "65 3:15 invalid-url"),
    Case.database("{url: \"postgres://app@localhost,b/x?sslmode=require\"}", "78 3:15 weak-sslmode"),
    Case.database("{url: \"postgres://app@b,localhost/x\", sslmode: prefer}", "78 3:56 weak-sslmode"),
    Case.database("{url: \"postgres://app@localhost,[::1]/x?sslmode=disable\"}"),
    Case.database("{driver: postgres, host: \"a,b\", dbname: x}", "65 3:34 invalid-value"),
    Case.database("{driver: oracle}", "65 3:18 invalid-value"),
    Case.database("{driver: sqlite}", "65 3:9 missing-key"),
    Case.database("{driver: sqlite, directory: x}"),
    Case.database("{driver: sqlite, directory: /x}", "78 3:37 path-outside"),
    Case.database("{driver: sqlite, directory: x, host: y}", "65 3:40 conflicting-key"),
    Case.database("{driver: postgres}", "65 3:9 missing-key", "65 3:9 missing-key"),
    Case.database("{driver: postgres, host: db, dbname: x}"),
    Case.database("{driver: postgres, host: db, dbname: x, directory: y}", "65 3:49 conflicting-key"),
    Case.database("{driver: postgres, host: db, dbname: x, password: hunter}", "65 3:49 unknown-key"),
    Case.database("{driver: postgres, host: db, dbname: x, port: 0}", "65 3:55 invalid-value"),
    Case.database("{driver: postgres, host: db, dbname: x, port: 65536}", "65 3:55 invalid-value"),
    Case.database("{driver: postgres, host: \"a,b\", dbname: x}", "65 3:34 invalid-value"),
    Case.database("{driver: postgres, host: \"db:5432\", dbname: x}", "65 3:34 invalid-value"),
    Case.database("{driver: postgres, host: \"::1\", dbname: x, sslmode: disable}"),
    Case.database("{driver: postgres, host: \"2001:db8::1\", dbname: x, sslmode: disable}", "78 3:69 weak-sslmode"),
    Case.database("{driver: postgres, host: 127.0.0.1.example.com, dbname: x, sslmode: allow}", "78 3:77 weak-sslmode"),
    Case.database("{driver: postgres, host: db, dbname: x, sslmode: verify_full}", "65 3:58 invalid-value"),
    Case.database("{driver: postgres, host: db, dbname: x, user: \"\"}", "65 3:55 invalid-value"),
    Case.database("{driver: postgres, host: db, dbname: x, sslrootcert: certs/ca.pem}"),
  ])
  func `a database is checked with exact positions`(given: Case) {
    #expect(Reading.findings(given.text) == given.expected)
  }

  @Test(arguments: [
    ("sqlite:data", "sqlite:./x/../data"), ("postgres://a@db/x", "postgres://b@DB:5432/x"),
    ("postgres://a@localhost/x", "postgres://a@127.0.0.1/x"), ("postgres://a@[::1]/x", "postgres://a@[0:0::1]:5432/x"),
    ("postgres:///x?host=/run/pg", "postgres:///x?host=/run/pg/"), ("postgres://db./x", "postgres://db/x"),
    ("sqlite-file:d/t_one.db", "sqlite:d"), ("postgres://a@p,q/x", "postgres://a@q:5432,p/x"),
    ("postgres://a@p,q/x", "postgres://a@q,r/x"), ("postgres://a@p,q/x?target_session_attrs=primary", "postgres://a@q/x"),
  ])
  func `two names of one physical database share their schemas`(first: String, second: String) {
    let text = """
      version: 1
      databases: {main: {url: "\(first)"}, other: {url: "\(second)"}}
      tenants:
        - {name: one, schema: t_one}
        - {name: two, schema: t_one, database: other}
      """
    #expect(Reading.findings(text) == ["78 5:25 duplicate-schema"])
  }

  @Test(arguments: [
    ("sqlite:a", "sqlite:b"), ("postgres://db/x", "postgres://db/y"), ("postgres://db/x", "postgres://db:5433/x"),
  ])
  func `different physical databases do not`(first: String, second: String) throws {
    let text = """
      version: 1
      databases: {main: {url: "\(first)"}, other: {url: "\(second)"}}
      tenants: [{name: one, schema: s}, {name: two, schema: s, database: other}]
      """
    #expect(try Reading.manifest(text).tenants.count == 2)
  }

  @Test func `a plain SQLite file holds one tenant`() {
    let text = """
      version: 1
      databases: {main: {url: "sqlite:data"}, file: {url: "sqlite-file:x.db"}}
      tenants:
        - {name: one, database: file}
        - {name: two, database: file}
        - {name: three}
      """
    #expect(Reading.findings(text) == ["78 5:27 shared-file"])
  }

  @Test func `variables are replaced in values and not in keys`() throws {
    let manifest = try Reading.manifest(
      Reading.head
        + "tenants: [{name: acme, labels: {a: \"x${SET}y\", b: \"$${SET}\", c: \"$SET\", d: \"${NO:-z}\", e: \"a$$b\"}}]\n")
    let labels = Dictionary(
      uniqueKeysWithValues: try #require(manifest.tenants.first).labels.map { ($0.key.text, $0.value.text) })
    #expect(labels == ["a": "xvaluey", "b": "${SET}", "c": "$SET", "d": "z", "e": "a$$b"])
    #expect(Reading.findings(Reading.head + "\"${SET}\": 1\n") == ["65 3:1 unknown-key"])
  }

  @Test func `a variable that is set to nothing has no value`() {
    let text = Reading.head + "tenants: [{name: \"${EMPTY}\"}, {name: \"${EMPTY:-b}\"}]\n"
    #expect(Reading.findings(text, environment: ["EMPTY": ""]) == ["78 3:18 unset-variable"])
  }

  @Test func `passwords reach the location and no description`() throws {
    let text = "version: 1\ndatabases: {main: {url: \"${URL}\"}, b: {driver: postgres, host: db, dbname: x, password_env: PW}}\n"
    let manifest = try Reading.manifest(text)
    for database in manifest.databases {
      guard case .postgres(let location) = database.location else {
        Issue.record("not PostgreSQL")
        return
      }
      #expect(location.password?.reveal() == "canary-7f3a")
    }
    var dumped = ""
    dump(manifest, to: &dumped)
    #expect(!dumped.contains("canary") && !"\(manifest)".contains("canary") && !String(reflecting: manifest).contains("canary"))
  }

  @Test(arguments: [
    "databases: {main: {url: \"postgres://u:canary-1@h/x\", foo: 1}}", "databases: {main: {url: 'postgres://u:p/canary-1@h/x'}}",
    "databases: {main: {url: 'postgres://u:canary-1 x@h/x'}}", "databases: {main: {password: canary-1}}",
    "databases: {main: {\"password\" : 'canary-1'}}", "databases: {main: {postgres://u:canary-1@h/x}}",
    "databases: {main: postgres://u:canary-1@h/x}", "databases: {main: {url: \"postgres://u:canary-1\"}}",
    "databases: {main: {url: \"postgres://u@h/x?pasword=canary-1\"}}", "databases: {main: {url: \"postgres://u@h/x?canary-1\"}}",
    "databases: {main: {url: 'postgres://u:a?b=canary-1@h/x'}}", "databases: {main: {url: 'postgres://u:a@canary-1@h/x'}}",
    "databases: {main: {password_env: canary-1}}", "databases: {main: {url: 'postgres://h/x', password_env: canary-1}}",
    "databases: {main: {secret_token: canary-1, foo: x}}", "databases:\n  main:\n    password: |\n      canary-1\u{7}\n",
    "databases: {main: {url: \"${X:-postgres://u:canary-1@h/x}\", foo: 1}}", "tenants: [{name: 'postgres://u:canary-1@h/x'}]",
    "tenants: [{name: x, labels: {'postgres://u:canary-1@h/x': y}}]", "databases: {main: {url: \"mysql://u:canary-1@h/x\"}}",
    "databases: {main: {driver: 'postgres://u:canary-1@h/x'}}", "databases: {main: {url: \"postgres://u:canary-1@h/x}}",
  ])
  func `findings show no secrets`(line: String) {
    let found = Reading.diagnostics(Array("version: 1\n\(line)\n".utf8))
    #expect(!found.isEmpty)
    for finding in found {
      let shown = [finding.message, finding.hint ?? "", finding.sourceLine ?? ""].joined(separator: "\n")
      #expect(!shown.contains("canary"), "\(shown)")
    }
  }

  @Test func `values of the environment are not shown`() {
    let text =
      Reading.head
      + "tenants: [{name: \"${PW}X\", state: \"${PW}\", domains: [\"${PW}!\"]}]\ndefaults: {pool: {max: \"${PW}\"}}\n"
    for finding in Reading.diagnostics(Array(text.utf8)) {
      #expect(!"\(finding)".contains("canary"), "\(finding)")
    }
  }
}
