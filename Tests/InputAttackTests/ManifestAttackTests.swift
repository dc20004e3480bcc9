import Manifest
import Names
import TenantryTestSupport
import Testing

/// Manifests that were changed at random, and good ones with one planted defect.
@Suite struct ManifestAttackTests {
  private static let environment = ["PGUSER": "tester", "EU_PASSWORD": "canary-7f3a", "SET": "value"]

  static let good = """
    # The wanted state.
    version: 1
    databases:
      main: {url: "sqlite:data"}
      eu: {driver: postgres, host: db1.internal, port: 5432, dbname: app, user: ctl, password_env: EU_PASSWORD, sslmode: verify-full}
      near: {url: "postgres://app@localhost/near"}
    shared: {schema: public, migrations: migrations/shared}
    templates:
      standard: {migrations: migrations/tenant, seed: seeds/standard.sql}
      pro: {extends: standard, migrations: migrations/pro, extensions: [citext]}
    defaults: {database: main, template: standard, isolation: qualified, schema_prefix: t_, lock_timeout: 3s, statement_timeout: 60s, pool: {max: 8}}
    tenants:
      - name: acme
        domains: [acme.example.com, "www.acme.example.com"]
        labels: {plan: enterprise, wave: 'canary'}
      - {name: globex, database: eu, template: pro, state: suspended}
      - name: "initech"
        schema: initech_co
        database: near

    """

  private func verdict(_ bytes: [UInt8]) -> Result<Manifest, DiagnosticsError> {
    do throws(DiagnosticsError) {
      return .success(
        try ManifestReader(environment: Self.environment, looksAtFiles: false).read(bytes, file: "tenants.yaml"))
    } catch {
      return .failure(error)
    }
  }

  /// What is wrong with the verdict on a text, or nil.
  private func objection(to bytes: [UInt8]) -> String? {
    switch verdict(bytes) {
    case .success(let manifest):
      return ManifestOpinion.objection(to: manifest, text: bytes)
        .map { "accepted with \($0): \(String(decoding: bytes, as: UTF8.self).debugDescription)" }
    case .failure(let error):
      guard (1...50).contains(error.diagnostics.count) else { return "\(error.diagnostics.count) findings" }
      for diagnostic in error.diagnostics {
        if diagnostic.location.line < 1 || diagnostic.location.column < 1 { return "no place: \(diagnostic)" }
        if "\(diagnostic)".contains("canary-7f3a") { return "a secret is shown" }
        if diagnostic.message.unicodeScalars.contains(where: { NameOpinion.hides($0) }) { return "raw text: \(diagnostic)" }
      }
      return nil
    }
  }

  @Test func `the good manifest is accepted, and the second opinion agrees`() throws {
    let bytes = Array(Self.good.utf8)
    let manifest = try verdict(bytes).get()
    #expect(manifest.tenants.map(\.name.text) == ["acme", "globex", "initech"])
    #expect(ManifestOpinion.objection(to: manifest, text: bytes) == nil)
  }

  @Test(arguments: 0..<Attack.lanes)
  func `no mutant of a manifest is accepted against the rules`(lane: Int) async {
    let seed = Array(Self.good.utf8)
    await Attack.run("manifest", lane: lane, share: 0.3) { generator in
      objection(to: Mutator.mutant(of: seed, using: &generator))
    }
  }

  @Test func `a manifest that is cut off anywhere is refused or right`() async {
    let bytes = Array(Self.good.utf8)
    let objections = await onThreadOfItsOwn { (0..<bytes.count).compactMap { objection(to: Array(bytes[..<$0])) } }
    #expect(objections == [])
  }

  @Test(arguments: Defect.all) func `a planted defect is found where it stands`(defect: Defect) throws {
    let (text, line) = defect.planted(in: Self.good)
    guard case .failure(let error) = verdict(Array(text.utf8)) else {
      Issue.record("accepted: \(text)")
      return
    }
    #expect(error.diagnostics.contains { $0.location.line == line }, "\(error.diagnostics) and not in line \(line)")
    if let severity = defect.severity {
      #expect(error.diagnostics.contains { $0.location.line == line && $0.severity == severity }, "\(error.diagnostics)")
    }
  }

  @Test(arguments: Defect.twins) func `the good twin of a defect is accepted`(twin: Defect) throws {
    let (text, _) = twin.planted(in: Self.good)
    let manifest = try verdict(Array(text.utf8)).get()
    #expect(ManifestOpinion.objection(to: manifest, text: Array(text.utf8)) == nil)
  }
}
