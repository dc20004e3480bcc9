import Foundation
import Names
import Testing

@testable import Manifest

/// Entries of a manifest are added and renamed in its text; everything else stays as it was written.
@Suite struct EditingTests {
  private let reader = ManifestReader(environment: [:], looksAtFiles: false)
  private let editor = ManifestEditor(environment: [:])

  private static let head = "version: 1\ndatabases: {main: {url: \"sqlite:data\"}}\n"

  /// Edits a file with these tenants and gives back its text.
  private func edit(_ text: String, _ body: (ManifestEditor, Manifest) throws -> ManifestEdit) throws -> String {
    let file = FileManager.default.temporaryDirectory.path + "/tenantry-edit-" + UUID().uuidString + ".yaml"
    defer { try? FileManager.default.removeItem(atPath: file) }
    try Data(text.utf8).write(to: URL(fileURLWithPath: file))
    try body(editor, try reader.read(file: file)).write()
    return String(decoding: try Data(contentsOf: URL(fileURLWithPath: file)), as: UTF8.self)
  }

  private func renamed(_ tenants: String, schema: String = "t_globex") throws -> String {
    let text = try edit(Self.head + tenants) { editor, manifest in
      try editor.renaming(TenantName("acme"), to: TenantName("globex"), schema: SchemaName(schema), in: manifest)
    }
    #expect(text.hasPrefix(Self.head))
    return String(text.dropFirst(Self.head.count))
  }

  private func adding(_ names: [String] = ["globex"], to tenants: String, labels: [String: String] = [:]) throws -> String {
    let text = try edit(Self.head + tenants) { editor, manifest in
      try editor.adding(
        names.map { name in
          var labelled: [LabelKey: LabelValue] = [:]
          for (key, value) in labels { labelled[try LabelKey(key)] = try LabelValue(value) }
          return TenantDeclaration(
            name: try TenantName(name), schema: try SchemaName("t_\(name)"), database: .main, labels: labelled)
        }, to: manifest)
    }
    #expect(text.hasPrefix(Self.head))
    return String(text.dropFirst(Self.head.count))
  }

  @Test(arguments: [
    (
      "tenants:\n  - name: acme   # ours\n    labels: {plan: pro}\n",
      "tenants:\n  - name: globex   # ours\n    labels: {plan: pro}\n"
    ),
    ("tenants: [{name: acme}, {name: other}]\n", "tenants: [{name: globex}, {name: other}]\n"),
    ("tenants:\n- {name: \"acme\"}\n", "tenants:\n- {name: \"globex\"}\n"),
    ("tenants:\n  - labels: {x: 'é'}\n    name: 'acme'", "tenants:\n  - labels: {x: 'é'}\n    name: 'globex'"),
    (
      "tenants:\n  - name: acme\n  - {name: copy, clone_from: acme}\n  - name: more\n    clone_from: {tenant: acme, data: true}\n",
      "tenants:\n  - name: globex\n  - {name: copy, clone_from: globex}\n  - name: more\n    clone_from: {tenant: globex, data: true}\n"
    ),
  ])
  func `a name is changed where it stands`(_ before: String, _ after: String) throws {
    #expect(try renamed(before) == after)
  }

  @Test func `a schema that does not follow from the name is written down`() throws {
    #expect(
      try renamed("tenants:\n  - name: acme # x\n    labels: {a: b}\n", schema: "t_acme")
        == "tenants:\n  - name: globex # x\n    schema: t_acme\n    labels: {a: b}\n")
    #expect(
      try renamed("tenants: [{name: acme, labels: {}}]\n", schema: "t_acme")
        == "tenants: [{name: globex, schema: t_acme, labels: {}}]\n")
    #expect(try renamed("tenants: [{name: acme, schema: t_acme}]\n") == "tenants: [{name: globex, schema: t_globex}]\n")
  }

  @Test(arguments: [
    (
      "tenants:\n  - name: acme\n    domains: [a.example.com] # last\n",
      "tenants:\n  - name: acme\n    domains: [a.example.com] # last\n  - name: globex\n"
    ),
    ("tenants:\n- {name: acme}", "tenants:\n- {name: acme}\n- {name: globex}"),
    ("tenants:\n    - name: acme\n\n# the end\n", "tenants:\n    - name: acme\n    - name: globex\n\n# the end\n"),
    ("tenants: []\n", "tenants: [{name: globex}]\n"),
    ("tenants: [{name: acme}]\n", "tenants: [{name: acme}, {name: globex}]\n"),
    ("tenants: [\n  {name: acme}, # one\n]\n", "tenants: [\n  {name: acme}, # one\n  {name: globex},\n]\n"),
    ("tenants: [\n  {name: acme} # one\n]\n", "tenants: [\n  {name: acme}, # one\n  {name: globex}\n]\n"),
    ("tenants:\n", "tenants:\n  - name: globex\n"),
    ("tenants: ~\n", "tenants: [{name: globex}]\n"),
    ("", "tenants:\n  - name: globex\n"),
    (
      "tenants:\n  - name: acme\nshared: {schema: public}\n",
      "tenants:\n  - name: acme\n  - name: globex\nshared: {schema: public}\n"
    ),
  ])
  func `an entry is added behind the last one, written as that one`(_ before: String, _ after: String) throws {
    #expect(try adding(to: before) == after)
  }

  @Test func `several entries keep their order, and values that could be misread are quoted`() throws {
    #expect(
      try adding(["globex", "initech"], to: "tenants:\n  - name: acme\n")
        == "tenants:\n  - name: acme\n  - name: globex\n  - name: initech\n")
    #expect(try adding(["globex", "initech"], to: "tenants: []\n") == "tenants: [{name: globex}, {name: initech}]\n")
    #expect(try adding(["globex", "initech"], to: "") == "tenants:\n  - name: globex\n  - name: initech\n")
    #expect(
      try adding(to: "tenants: []\n", labels: ["a": "null", "b": "it's: \"x\" # \\", "c": "pro"])
        == "tenants: [{name: globex, labels: {a: \"null\", b: \"it's: \\\"x\\\" # \\\\\", c: pro}}]\n")
  }

  @Test func `byte order mark and line endings stay`() throws {
    let text = "\u{FEFF}version: 1\r\ndatabases: {main: {url: \"sqlite:data\"}}\r\ntenants:\r\n  - name: acme\r\n"
    let after = try edit(text) { editor, manifest in
      try editor.adding(
        [TenantDeclaration(name: TenantName("globex"), schema: SchemaName("t_globex"), database: .main)], to: manifest)
    }
    #expect(Array(after.utf8) == Array((text + "  - name: globex\r\n").utf8))
  }

  @Test func `a change that cannot be made safely is refused and writes nothing`() throws {
    // The list of another mapping stands in braces that the tenants' key would have to go into.
    let text = "{version: 1, databases: {main: {url: \"sqlite:data\"}}}\n"
    let file = FileManager.default.temporaryDirectory.path + "/tenantry-edit-" + UUID().uuidString + ".yaml"
    defer { try? FileManager.default.removeItem(atPath: file) }
    try Data(text.utf8).write(to: URL(fileURLWithPath: file))
    let manifest = try reader.read(file: file)
    let tenant = TenantDeclaration(name: try TenantName("globex"), schema: try SchemaName("t_globex"), database: .main)
    #expect(throws: ManifestEditError.self) { try editor.adding([tenant], to: manifest) }
    #expect(try String(contentsOfFile: file, encoding: .utf8) == text)
  }

  @Test func `the mode stays, a link stays a link, and somebody else's change is not overwritten`() throws {
    let folder = FileManager.default.temporaryDirectory.path + "/tenantry-edit-" + UUID().uuidString
    try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
    defer { try? FileManager.default.removeItem(atPath: folder) }
    let (file, link) = (folder + "/real.yaml", folder + "/tenants.yaml")
    try Data((Self.head + "tenants: []\n").utf8).write(to: URL(fileURLWithPath: file))
    try FileManager.default.setAttributes([.posixPermissions: 0o640], ofItemAtPath: file)
    try FileManager.default.createSymbolicLink(atPath: link, withDestinationPath: "real.yaml")
    let tenant = TenantDeclaration(name: try TenantName("globex"), schema: try SchemaName("t_globex"), database: .main)
    let edit = try editor.adding([tenant], to: reader.read(file: link))
    try edit.write()
    #expect(try FileManager.default.destinationOfSymbolicLink(atPath: link) == "real.yaml")
    #expect(try FileManager.default.attributesOfItem(atPath: file)[.posixPermissions] as? Int == 0o640)
    #expect(try reader.read(file: link).tenants.map(\.name.text) == ["globex"])
    #expect(throws: ManifestEditError.self) { try edit.write() }
    #expect(try FileManager.default.contentsOfDirectory(atPath: folder).sorted() == ["real.yaml", "tenants.yaml"])
  }
}
