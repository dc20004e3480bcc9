import Testing

/// What the compiler does not forbid by itself.
@Suite struct ArrowTests {
  @Test(arguments: ["CPQ": "PostgresDriver/Raw/", "CSQLite": "SQLiteDriver/Raw/", "CLibYAML": "Manifest/Raw/"])
  func `a C library is seen in one folder only`(library: String, folder: String) throws {
    let users = try SourceTree().files.filter { $0.imports.contains(library) }.map(\.path)
    #expect(!users.isEmpty)
    #expect(users.filter { !$0.hasPrefix(folder) } == [])
  }

  @Test(arguments: ["PostgresDriver", "SQLiteDriver"])
  func `a driver is seen by the program and the test support only`(driver: String) throws {
    let users = try SourceTree().files.filter { $0.imports.contains(driver) }.map(\.target)
    #expect(Set(users).subtracting(["tenantctl", "TenantryTestSupport"]) == [])
  }

  @Test(arguments: [
    ("Names", ["FoundationEssentials", "Glibc"]), ("SQL", ["Names", "FoundationEssentials"]),
    ("ORM", ["Database", "SQL", "Names", "Events", "Logging", "FoundationEssentials", "Synchronization"]),
    ("Events", ["Synchronization"]), ("Manifest", ["CLibYAML", "Names", "FoundationEssentials", "Glibc"]),
  ])
  func `a low layer imports nothing else`(target: String, allowed: [String]) throws {
    for file in try SourceTree().files where file.target == target {
      #expect(file.imports.subtracting(allowed) == [], "\(file.path)")
    }
  }

  @Test func `nothing below the commands prints, parses arguments or reads the environment`() throws {
    let above: Set = ["TenantCommands", "tenantctl", "TenantryTestSupport"]
    for file in try SourceTree().files where !above.contains(file.target) {
      #expect(!file.imports.contains("ArgumentParser"), "\(file.path)")
      let culprits = file.lines.filter { $0.contains("ProcessInfo.") || $0.contains("getenv(") || $0.contains(" print(") }
      // A doc comment may show how something is printed.
      #expect(culprits.filter { !$0.contains("///") } == [], "\(file.path)")
    }
  }

  @Test func `every escape hatch says why it is safe`() throws {
    let hatches = ["@unchecked Sendable", "nonisolated(unsafe)", " as! ", "fatalError(", "try!"]
    for file in try SourceTree().files {
      for (index, line) in file.lines.enumerated() where hatches.contains(where: line.contains) {
        guard !line.trimmingPrefix(while: \.isWhitespace).hasPrefix("//") else { continue }
        let before = file.lines[max(0, index - 12)..<index]
        #expect(before.contains { $0.contains("//") }, "\(file.path):\(index + 1)")
      }
    }
  }
}
