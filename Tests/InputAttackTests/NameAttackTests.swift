import Names
import SQL
import TenantryTestSupport
import Testing

/// Names and values that were made up: each verdict is compared with a second one.
@Suite struct NameAttackTests {
  private static let seeds = [
    "acme", "acme-west", "a_b-c", "t_acme", "pg_x", "public", "acme.example.com", "xn--bcher-kva.example", "plan", "wave.canary",
    String(repeating: "a", count: 48), String(repeating: "s", count: 63), "tenantry_dropped_1",
  ]

  /// Texts with all that is quoted, and as long as a name may be, in characters of several bytes.
  private static let values = [
    "it's \\ \"fine\" E'x' $$", String(repeating: "é", count: 31), "\"a\"" + String(repeating: "日", count: 20),
  ]

  private func candidate(_ generator: inout SplitMix64) -> String {
    let seed = Array((Self.seeds.randomElement(using: &generator) ?? "").utf8)
    let bytes = Bool.random(using: &generator) ? seed : Mutator.mutant(of: seed, using: &generator)
    return String(decoding: bytes, as: UTF8.self)
  }

  @Test(arguments: 0..<Attack.lanes) func `both opinions on a name agree`(lane: Int) async {
    await Attack.run("name", lane: lane, share: 0.15) { generator in
      let text = candidate(&generator)
      let verdicts: [(String, Bool, Bool)] = [
        ("tenant", TenantName.violation(of: text) == nil, NameOpinion.isTenant(text)),
        ("schema", SchemaName.violation(of: text) == nil, NameOpinion.isSchema(text)),
        ("database", DatabaseName.violation(of: text) == nil, NameOpinion.isWords(text)),
        ("domain", DomainName.violation(of: text) == nil, NameOpinion.isDomain(text)),
        ("label", LabelKey.violation(of: text) == nil, NameOpinion.isLabelKey(text)),
        (
          "tenant's schema",
          (try? SchemaName(text))?.violationForTenant(shared: .public, extensions: .extensions) == nil
            && SchemaName.violation(of: text) == nil, NameOpinion.isTenantSchema(text)
        ),
      ]
      return verdicts.first { $0.1 != $0.2 }.map { "\($0.0) \(text.debugDescription) is \($0.1 ? "accepted" : "refused")" }
    }
  }

  @Test(arguments: 0..<Attack.lanes) func `a value that is written is read back as it was`(lane: Int) async {
    await Attack.run("literal", lane: lane, share: 0.1) { generator in
      let seed = Array((Self.values.randomElement(using: &generator) ?? "").utf8)
      let text = String(decoding: Mutator.mutant(of: seed, using: &generator), as: UTF8.self)
      return Self.objection(toLiteral: text) ?? Self.objection(toIdentifier: text)
    }
  }

  /// A quoted text of the standard: it ends at the first quote that is not doubled, and a backslash is a backslash.
  private static func unquoted(_ sql: String, _ quote: Unicode.Scalar) -> (text: String, rest: String)? {
    var scalars = Array(sql.unicodeScalars)[...]
    guard scalars.popFirst() == quote else { return nil }
    var text = String.UnicodeScalarView()
    while let scalar = scalars.popFirst() {
      if scalar == quote {
        guard scalars.first == quote else { return (String(text), String(String.UnicodeScalarView(scalars))) }
        scalars.removeFirst()
      }
      text.append(scalar)
    }
    return nil
  }

  private static func objection(toLiteral text: String) -> String? {
    for (dialect, suffix) in [(Dialect.postgres, "::text"), (.sqlite, "")] {
      guard let sql = try? SQLLiteral(.text(text), for: dialect).text else {
        if !text.utf8.contains(0) { return "\(text.debugDescription) is refused" }
        continue
      }
      guard let (read, rest) = unquoted(sql, "'"), rest == suffix, Array(read.utf8) == Array(text.utf8) else {
        return "\(text.debugDescription) becomes \(sql.debugDescription)"
      }
      if text.utf8.contains(0) { return "a NUL is written" }
    }
    return nil
  }

  private static func objection(toIdentifier text: String) -> String? {
    let isRight = !text.isEmpty && text.utf8.count <= 63 && !text.utf8.contains(0)
    guard let identifier = try? Identifier(text) else { return isRight ? "\(text.debugDescription) is refused" : nil }
    guard isRight else { return "\(text.debugDescription) is accepted" }
    guard let (read, rest) = unquoted(identifier.quoted, "\""), rest.isEmpty, Array(read.utf8) == Array(text.utf8) else {
      return "\(text.debugDescription) becomes \(identifier.quoted)"
    }
    return nil
  }
}
