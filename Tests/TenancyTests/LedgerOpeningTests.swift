import Database
import Migrations
import Names
import SQL
import Tenancy
import Testing

/// How the control tables come into being, on both engines.
@Suite struct LedgerOpeningTests {
  @Test(arguments: TestEngine.available)
  func `looking makes nothing`(_ kind: TestEngine) async throws {
    try await LedgerScope.with(kind, isOpen: false) { scope in
      let isOpen = try await scope.ledger.open(creating: false)
      #expect(!isOpen)
      if let files = scope.database.files {
        #expect(!files.hasMainFile)
      } else {
        #expect(try await !scope.hasSchema("tenantry"))
      }
    }
  }

  @Test(arguments: TestEngine.available)
  func `a ledger is made once, also when several make it at once`(_ kind: TestEngine) async throws {
    try await LedgerScope.with(kind, isOpen: false) { scope in
      let answers = try await withThrowingTaskGroup(of: Bool.self) { group in
        for _ in 0..<6 { group.addTask { try await scope.ledger.open(creating: true) } }
        return try await group.reduce(into: [Bool]()) { $0.append($1) }
      }
      #expect(answers == Array(repeating: true, count: 6))
      #expect(try await scope.ledger.open(creating: false))
      #expect(try await scope.texts("SELECT CAST(version AS text) FROM \(scope.table("ledger"))") == ["2"])
    }
  }

  @Test(arguments: TestEngine.available)
  func `a ledger of a newer program is left alone`(_ kind: TestEngine) async throws {
    try await LedgerScope.with(kind) { scope in
      try await scope.run("UPDATE \(scope.table("ledger")) SET version = 3")
      for creating in [true, false] {
        let error = await failure { _ = try await scope.ledger.open(creating: creating) }
        #expect(error?.code == .ledgerTooNew)
        #expect(error?.message.contains("has version 3; this program knows versions up to 2") == true)
      }
    }
  }
}
