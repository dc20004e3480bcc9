import Names
import Testing

/// A change of a good manifest: what is replaced by what, and how it is to be judged.
struct Defect: Sendable, CustomTestStringConvertible {
  var old: String
  var new: String
  /// How bad it has to be; nil for either.
  var severity: Diagnostic.Severity?

  /// How many lines of the change stand behind the place of the defect.
  var linesBehind: Int

  init(_ old: String, _ new: String, _ severity: Diagnostic.Severity? = nil, linesBehind: Int = 0) {
    self.linesBehind = linesBehind
    self.old = old
    self.new = new
    self.severity = severity
  }

  var testDescription: String { new.debugDescription }

  /// The text with the defect, and the line in which it is to be found.
  func planted(in text: String) -> (text: String, line: Int) {
    guard let range = text.firstRange(of: old) else { return (text, 0) }
    let before = String(text[..<range.lowerBound]) + new
    let last = before.split(separator: "\n", omittingEmptySubsequences: false).count
    return (before + text[range.upperBound...], last - linesBehind)
  }

  static let all = [
    Defect("version: 1", "version: 1\nversion: 1", .malformed), Defect("version: 1", "version: 2", .malformed),
    Defect("version: 1", "version: 1.0", .malformed),
    Defect("version: 1", "version: 1\nvresion: 1", .malformed),
    Defect("- name: acme", "- name: acme\n    name: other", .malformed),
    Defect("- name: acme", "- name: acme\n    \"n\\u0061me\": other", .malformed),
    Defect("{name: globex,", "{name: globex, name: globex,", .malformed),
    Defect("name: acme", "name: Acme", .malformed), Defect("name: acme", "name: acme-", .malformed),
    Defect("name: acme", "name: a--b", .malformed), Defect("name: acme", "name: all", .malformed),
    Defect("name: acme", "name: \"ac\\u0000me\"", .malformed), Defect("name: acme", "name: ac\u{430}me", .malformed),
    Defect("name: acme", "name: ~", nil), Defect("name: acme", "name: \(String(repeating: "a", count: 49))", .malformed),
    Defect("name: globex", "name: acme", .conflicting), Defect("schema: initech_co", "schema: public", nil),
    Defect("schema: initech_co", "schema: pg_x", nil), Defect("schema: initech_co", "schema: tenantry", nil),
    Defect("schema: initech_co", "schema: \(String(repeating: "s", count: 64))", .malformed),
    Defect("schema: initech_co", "schema: tenantry_dropped_7", nil),
    Defect("\"www.acme.example.com\"", "\"acme.example.com\"", nil),
    Defect("acme.example.com,", "Acme.example.com,", .malformed), Defect("acme.example.com,", "10.0.0.1,", .malformed),
    Defect("template: pro", "template: gold", .conflicting), Defect("database: eu", "database: us", .conflicting),
    Defect("extends: standard", "extends: pro", .conflicting), Defect("extends: standard", "extends: none-such", .conflicting),
    Defect("lock_timeout: 3s", "lock_timeout: 3", .malformed), Defect("lock_timeout: 3s", "lock_timeout: 60s", nil),
    Defect("lock_timeout: 3s", "lock_timeout: -3s", .malformed), Defect("max: 8", "max: 0", .malformed),
    Defect("max: 8", "max: 1001", .malformed), Defect("max: 8", "max: 8.0", .malformed),
    Defect("max: 8", "max: eight", .malformed),
    Defect("schema_prefix: t_", "schema_prefix: a_prefix_too_long", .malformed),
    Defect("state: suspended", "state: asleep", .malformed), Defect("isolation: qualified", "isolation: none", .malformed),
    Defect("sslmode: verify-full", "sslmode: require", .conflicting),
    Defect("sslmode: verify-full", "sslmode: disable", .conflicting),
    Defect("postgres://app@localhost/near", "postgres://app:literal@localhost/near", .conflicting),
    Defect("migrations: migrations/pro", "migrations: ../pro", nil),
    Defect("migrations: migrations/pro", "migrations: /etc", nil),
    Defect("plan: enterprise", "Plan: enterprise", .malformed), Defect("plan: enterprise", "plan: \"a\\u202Eb\"", .malformed),
    Defect("name: acme", "name: &a acme", .malformed), Defect("name: acme", "name: *a", .malformed),
    Defect("name: acme", "name: !!str acme", .malformed),
    Defect("  - name: acme", "  - <<: {}\n    name: acme", nil, linesBehind: 1),
    Defect("tenants:", "---\ntenants:", .malformed, linesBehind: 1), Defect("name: acme", "name: acme\u{202E}", .malformed),
    Defect("name: acme", "name: acme\u{7}", .malformed), Defect("    domains: [acme", "\tdomains: [acme", .malformed),
    Defect("[acme.example.com", "${NONE}", nil),
  ]

  /// Each looks like a defect and is none.
  static let twins = [
    Defect("version: 1", "\"version\": 1"), Defect("version: 1", "version: \"1\""), Defect("name: acme", "name: no"),
    Defect("name: acme", "name: \"acme\""),
    Defect("name: acme", "\"n\\u0061me\": acme"), Defect("name: acme", "name: \(String(repeating: "a", count: 48))"),
    Defect("name: acme", "name: a-b_c"), Defect("schema: initech_co", "schema: \(String(repeating: "s", count: 63))"),
    Defect("lock_timeout: 3s", "lock_timeout: 59s"), Defect("max: 8", "max: 1000"), Defect("max: 8", "max: 1"),
    Defect("schema_prefix: t_", "schema_prefix: a_prefix_is_ok_"), Defect("schema_prefix: t_", "schema_prefix: \"\""),
    Defect("plan: enterprise", "plan: \"é 漢 😀\""), Defect("plan: enterprise", "plan: 1e3"),
    Defect("sslmode: verify-full", "sslmode: require, allow_insecure: true"),
    Defect("postgres://app@localhost/near", "postgresql://app@127.0.0.1:5433/near"), Defect("# The", "\u{FEFF}# The"),
    Defect("tenants:", "tenants: # all of them"), Defect("extends: standard, ", ""),
  ]
}
