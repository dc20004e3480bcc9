import Foundation
import Manifest
import Names
import Testing

/// Manifests on disk, and the paths that they name.
@Suite struct FileTests {
  private func findings(_ folder: String, _ body: String) throws -> [String] {
    let file = folder + "/tenants.yaml"
    try (Reading.head + body).write(toFile: file, atomically: true, encoding: .utf8)
    do throws(DiagnosticsError) {
      _ = try ManifestReader(environment: ["OUT": "../elsewhere"]).read(file: file)
      return []
    } catch {
      return error.diagnostics.map(Reading.short)
    }
  }

  private func code(_ file: String) -> String? {
    do throws(DiagnosticsError) {
      _ = try ManifestReader(environment: [:]).read(file: file)
      return nil
    } catch {
      return error.diagnostics.first?.code
    }
  }

  @Test func `a missing file has a code of its own`() throws {
    try withFolder { folder in
      #expect(code(folder + "/none.yaml") == ManifestReader.Code.missing)
      #expect(code(folder) == ManifestReader.Code.unreadable)
    }
  }

  @Test func `sixteen mebibytes are read and one byte more is not`() throws {
    try withFolder { folder in
      let head = Data((Reading.head + "#").utf8)
      let padding = Data(repeating: UInt8(ascii: "x"), count: 16 << 20 - head.count)
      try (head + padding).write(to: URL(fileURLWithPath: folder + "/a.yaml"))
      try (head + padding + Data([10])).write(to: URL(fileURLWithPath: folder + "/b.yaml"))
      #expect(code(folder + "/a.yaml") == nil)
      #expect(code(folder + "/b.yaml") == ManifestReader.Code.tooLarge)
    }
    let large = [UInt8](repeating: UInt8(ascii: "#"), count: 16 << 20 + 1)
    #expect(Reading.diagnostics(large).map(Reading.short) == ["65 1:1 file-too-large"])
  }

  @Test func `folders and files that are named have to exist`() throws {
    try withFolder { folder in
      try FileManager.default.createDirectory(atPath: folder + "/m", withIntermediateDirectories: true)
      try "".write(toFile: folder + "/s.sql", atomically: true, encoding: .utf8)
      #expect(try findings(folder, "templates: {a: {migrations: m, seed: s.sql}}\n") == [])
      #expect(try findings(folder, "templates: {a: {migrations: none}}\n") == ["78 3:29 missing-path"])
      #expect(try findings(folder, "templates: {a: {migrations: s.sql}}\n") == ["78 3:29 missing-path"])
      #expect(try findings(folder, "templates: {a: {seed: m}}\n") == ["78 3:23 missing-path"])
      #expect(try findings(folder, "shared: {migrations: none}\n") == ["78 3:22 missing-path"])
      #expect(
        try findings(folder, "tenants: [{name: a}, {name: b, clone_from: {tenant: a, mask: no.yaml}}]\n") == [
          "78 3:62 missing-path"
        ])
    }
  }

  @Test func `links may not lead out of the folder`() throws {
    try withFolder { outer in
      let folder = outer + "/in"
      let files = FileManager.default
      try files.createDirectory(atPath: folder + "/m", withIntermediateDirectories: true)
      try files.createDirectory(atPath: outer + "/elsewhere", withIntermediateDirectories: true)
      try files.createSymbolicLink(atPath: folder + "/inner", withDestinationPath: "m")
      try files.createSymbolicLink(atPath: folder + "/outer", withDestinationPath: "../elsewhere")
      try files.createSymbolicLink(atPath: folder + "/dangling", withDestinationPath: "../nothing")
      try files.createSymbolicLink(atPath: folder + "/loop", withDestinationPath: "loop")
      #expect(try findings(folder, "templates: {a: {migrations: inner}}\n") == [])
      #expect(try findings(folder, "templates: {a: {migrations: outer}}\n") == ["78 3:29 path-outside"])
      #expect(try findings(folder, "templates: {a: {migrations: outer/x}}\n") == ["78 3:29 path-outside"])
      #expect(try findings(folder, "templates: {a: {migrations: dangling}}\n") == ["78 3:29 path-outside"])
      #expect(try findings(folder, "templates: {a: {migrations: loop}}\n") == ["78 3:29 path-outside"])
      #expect(try findings(folder, "templates: {a: {migrations: \"${OUT}\"}}\n") == [])
      // A manifest that is reached through a link is read from where it was named.
      try files.createSymbolicLink(atPath: outer + "/link", withDestinationPath: "in")
      #expect(try findings(outer + "/link", "templates: {a: {migrations: m}}\n") == [])
    }
  }

  @Test func `two paths to one folder are one database`() throws {
    try withFolder { folder in
      try FileManager.default.createDirectory(atPath: folder + "/data", withIntermediateDirectories: true)
      try FileManager.default.createSymbolicLink(atPath: folder + "/link", withDestinationPath: "data")
      let text = """
        version: 1
        databases: {main: {url: "sqlite:data"}, b: {url: "sqlite:link"}, c: {url: "${ABSOLUTE}"}}
        tenants: [{name: x, schema: s}, {name: y, schema: s, database: b}, {name: z, schema: s, database: c}]
        """
      let reader = ManifestReader(environment: ["ABSOLUTE": "sqlite:\(folder)/data"])
      let error = #expect(throws: DiagnosticsError.self) { try reader.read(Array(text.utf8), file: folder + "/tenants.yaml") }
      #expect(error?.diagnostics.map(Reading.short) == ["78 3:51 duplicate-schema", "78 3:86 duplicate-schema"])
    }
  }
}
