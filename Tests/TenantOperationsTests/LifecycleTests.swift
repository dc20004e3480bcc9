import Manifest
import Names
import Tenancy
import TenantOperations
import Testing

/// Renaming, changing, dropping and pruning, on both engines.
@Suite struct LifecycleTests {
  private let acme = TenantName(unchecked: "acme")
  private let globex = TenantName(unchecked: "globex")

  // MARK: rename

  @Test(arguments: TestEngine.available)
  func `a default schema follows the name, a chosen one stays`(_ kind: TestEngine) async throws {
    try await FleetScope.with(kind) { fleet in
      let manifest = try fleet.manifest("{name: acme}", "{name: chosen, schema: mine}")
      try await fleet.apply(manifest)
      try await fleet.with(manifest) { workspace in
        let report = try await workspace.rename(RenameRequest(acme, to: globex), .test)
        #expect(report.words == ["globex renamed from acme, t_globex"])
        #expect(report.warnings.map(\.code) == ["name-differs"])
        let chosen = RenameRequest(TenantName(unchecked: "chosen"), to: TenantName(unchecked: "other"))
        #expect(try await workspace.rename(chosen, .test).words == ["other renamed from chosen, mine"])
        // The answer to the first one was lost: asking again is fine.
        #expect(try await workspace.rename(RenameRequest(acme, to: globex), .test).words == ["globex unchanged"])
        let missing = await failure { _ = try await workspace.rename(RenameRequest(acme, to: TenantName(unchecked: "x")), .test) }
        #expect(missing?.code == "tenant-missing")
        let taken = await failure {
          _ = try await workspace.rename(RenameRequest(globex, to: TenantName(unchecked: "other")), .test)
        }
        #expect(taken?.kind == .exists)
      }
    }
  }

  @Test(arguments: TestEngine.available)
  func `a rename that is saved leaves nothing to apply, also when saving comes late`(_ kind: TestEngine) async throws {
    try await FleetScope.with(kind) { fleet in
      let editor = ManifestEditor(environment: ["URL": fleet.url])
      let manifest = try fleet.manifest("{name: acme, labels: {plan: pro}}")
      try await fleet.apply(manifest)
      try await fleet.with(manifest) { _ = try await $0.rename(RenameRequest(acme, to: globex, keepsSchema: true), .test) }
      let late = try await fleet.with(manifest) {
        try await $0.rename(RenameRequest(acme, to: globex), saving: editor, .test)
      }
      #expect(late.words == ["globex unchanged"])
      let saved = try ManifestReader(environment: ["URL": fleet.url]).read(file: fleet.folder + "/tenants.yaml")
      #expect(saved.tenants.map(\.schema.text) == ["t_acme"])
      #expect(try await fleet.apply(saved).isUnchanged)
    }
  }

  @Test(arguments: ["public", "extensions"])
  func `a name of a schema that all share is refused`(_ text: String) async throws {
    try await FleetScope.with(.sqlite) { fleet in
      let manifest = try fleet.manifest("{name: acme}")
      try await fleet.apply(manifest)
      let request = RenameRequest(TenantName(unchecked: "acme"), to: TenantName(unchecked: text))
      let renaming = await failure { _ = try await fleet.with(manifest) { try await $0.rename(request, .test) } }
      #expect(renaming?.kind == .malformed)
      let requests = [CreationRequest(name: TenantName(unchecked: text))]
      let creation = await failure {
        _ = try await fleet.with(manifest) { try await $0.create(requests, ifNotExists: false, .test) }
      }
      #expect(creation?.kind == .malformed)
    }
  }

  // MARK: suspend, resume, set

  @Test(arguments: TestEngine.available)
  func `states, labels, domains and templates change once`(_ kind: TestEngine) async throws {
    try await FleetScope.with(kind) { fleet in
      try await fleet.apply(fleet.manifest("{name: acme, labels: {plan: trial, wave: one}}", "{name: globex}"))
      try await fleet.with(fleet.manifest()) { workspace in
        func change(_ changes: TenantChanges) async throws -> [String] {
          try await workspace.change([acme], changes, .test).words
        }
        #expect(try await change(TenantChanges(state: .suspended)) == ["acme updated state"])
        #expect(try await change(TenantChanges(state: .suspended)) == ["acme unchanged"])
        #expect(try await change(TenantChanges(state: .active)) == ["acme updated state"])
        let (plan, wave) = (try LabelKey("plan"), try LabelKey("wave"))
        let changes = TenantChanges(
          template: TemplateName(unchecked: "pro"), labels: [plan: try LabelValue("big"), wave: nil],
          addedDomains: [try DomainName("acme.example.com")])
        #expect(try await change(changes) == ["acme updated template labels domains"])
        #expect(try await change(changes) == ["acme unchanged"])
        let record = try #require(try await workspace.list(.named("acme")).tenants.first?.record)
        #expect(record.labels == [plan: try LabelValue("big")] && record.domains.count == 1 && record.template?.text == "pro")
        #expect(try await change(TenantChanges(removedDomains: [try DomainName("acme.example.com")])) == ["acme updated domains"])
        #expect(
          try await change(TenantChanges(template: TemplateName(unchecked: "standard"))) == ["acme failed template-differs"])
        #expect(
          await failure { _ = try await change(TenantChanges(template: TemplateName(unchecked: "none"))) }?.kind == .conflicting)
        #expect(
          try await workspace.history(of: acme).map(\.action)
            == ["create", "suspend", "resume", "update", "update"])
        #expect(try await workspace.auditTrail(of: acme).map(\.action) == ["create", "suspend", "resume", "update", "update"])
        // What the template brings is for migrate.
        #expect(try await workspace.migrate(.named("acme"), .test).words == ["acme migrated 1"])
        let names = [globex, TenantName(unchecked: "nobody")]
        let missing = await failure { _ = try await workspace.change(names, TenantChanges(state: .suspended), .test) }
        #expect(missing?.code == "tenant-missing")
        #expect(try await workspace.list(.named("globex")).tenants.first?.record.phase == .active)
      }
    }
  }

  @Test(arguments: TestEngine.available)
  func `what the manifest takes back is told`(_ kind: TestEngine) async throws {
    try await FleetScope.with(kind) { fleet in
      let manifest = try fleet.manifest("{name: acme}")
      try await fleet.apply(manifest)
      try await fleet.with(manifest) { workspace in
        let report = try await workspace.change([acme], TenantChanges(state: .suspended), .test)
        #expect(report.warnings.map(\.code) == ["declared-otherwise"])
        #expect(try await workspace.change([acme], TenantChanges(state: .active), .test).warnings.isEmpty)
      }
    }
  }

  // MARK: drop

  @Test(arguments: TestEngine.available)
  func `purging takes everything that had the name`(_ kind: TestEngine) async throws {
    try await FleetScope.with(kind) { fleet in
      let manifest = try fleet.manifest()
      try await fleet.with(manifest) { workspace in
        for _ in 0..<2 {
          _ = try await workspace.create([CreationRequest(name: acme)], ifNotExists: false, .test)
          #expect(try await workspace.drop([acme], purging: false, .test).words == ["acme dropped"])
        }
        let again = await failure { _ = try await workspace.drop([acme], purging: false, .test) }
        #expect(again?.code == "tenant-missing" && again?.hint?.contains("--purge") == true)
        #expect(try await workspace.tombstones().tombstones.count == 2)
        #expect(try await workspace.drop([acme], purging: true, .test).words == ["acme purged"])
        #expect(try await workspace.tombstones().tombstones.isEmpty)
        #expect(await failure { _ = try await workspace.drop([acme], purging: true, .test) }?.code == "tenant-missing")
        _ = try await workspace.create([CreationRequest(name: acme)], ifNotExists: false, .test)
        #expect(try await workspace.drop([acme], purging: true, .test).words == ["acme purged"])
      }
    }
  }

  @Test(arguments: TestEngine.available)
  func `unmanaged tenants are dropped when their number is right, and only then`(_ kind: TestEngine) async throws {
    try await FleetScope.with(kind) { fleet in
      try await fleet.apply(fleet.manifest("{name: acme}", "{name: old}", "{name: older}"))
      let manifest = try fleet.manifest("{name: acme}", "{name: fresh}")
      try await fleet.with(manifest) { workspace in
        for wrong in [0, 1, 3] {
          let error = await failure { _ = try await workspace.apply(pruning: wrong, .test) }
          #expect(error?.code == "prune-count-differs" && error?.kind == .conflicting)
        }
        #expect(try await workspace.list(.all).tenants.map(\.record.name.text) == ["acme", "old", "older"])
        let report = try await workspace.apply(pruning: 2, .test)
        #expect(report.words == ["acme unchanged", "fresh created", "old dropped", "older dropped"])
        #expect(try await workspace.tombstones().tombstones.count == 2)
        #expect(try await workspace.apply(pruning: 0, .test).isUnchanged)
      }
    }
  }

  // MARK: create --save

  @Test(arguments: TestEngine.available)
  func `a tenant that is saved stands in the manifest as it was made`(_ kind: TestEngine) async throws {
    try await FleetScope.with(kind) { fleet in
      let editor = ManifestEditor(environment: ["URL": fleet.url])
      let manifest = try fleet.manifest("{name: acme}")
      let request = CreationRequest(
        name: globex, template: TemplateName(unchecked: "pro"), labels: [try LabelKey("plan"): try LabelValue("big one")],
        domains: [try DomainName("globex.example.com")])
      try await fleet.with(manifest) {
        _ = try await $0.create([request], ifNotExists: false, saving: editor, .test)
      }
      let saved = try ManifestReader(environment: ["URL": fleet.url]).read(file: fleet.folder + "/tenants.yaml")
      #expect(saved.tenants.map(\.name) == [acme, globex])
      #expect(try await fleet.apply(saved).words == ["acme created", "globex unchanged"])
    }
  }
}
