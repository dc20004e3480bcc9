import Database
import Events
import FoundationEssentials
import Migrations
import Names
import SQL
import SQLiteDriver
import Tenancy
import TenantryTestSupport
import Testing

/// The engines that a case runs on.
enum TestEngine: String, Sendable, CaseIterable, CustomTestStringConvertible {
  case postgres
  case sqlite

  /// Those that there are here.
  ///
  /// Without a server PostgreSQL is left out, unless there has to be one.
  static let available = allCases.filter { $0 == .sqlite || PostgresSettings() != nil || isServerRequired }

  private static var isServerRequired: Bool {
    ProcessInfo.processInfo.environment["TENANTRY_TEST_REQUIRE_POSTGRES"] == "1"
  }

  var dialect: Dialect.Engine { self == .postgres ? .postgres : .sqlite }

  var testDescription: String { rawValue }
}

/// A ledger on a database that nobody else has, and an engine over it.
struct LedgerScope: Sendable {
  let kind: TestEngine
  let database: any Database
  let ledger: any TenantLedger
  let engine: TenantEngine

  /// Makes a database with a ledger, which is its own home.
  static func with(
    _ kind: TestEngine, settings: LedgerSettings = LedgerSettings(), isOpen: Bool = true,
    _ body: (LedgerScope) async throws -> Void
  ) async throws {
    try await withDatabase(kind) { database in
      let scope = try LedgerScope(kind, database, settings)
      if isOpen { #expect(try await scope.ledger.open(creating: true)) }
      try await body(scope)
    }
  }

  /// - Parameter home: The ledger of the home; nil when it is this one.
  init(_ kind: TestEngine, _ database: any Database, _ settings: LedgerSettings, home: (any TenantLedger)? = nil) throws {
    self.kind = kind
    self.database = database
    ledger = try makeLedger(on: database, settings: settings, isHome: home == nil)
    engine = TenantEngine(ledger: ledger, home: home ?? ledger, events: EventHub())
  }
}

/// Makes a database of one's own, which is removed afterwards.
func withDatabase(_ kind: TestEngine, _ body: (any Database) async throws -> Void) async throws {
  switch kind {
  case .postgres: try await withTemporaryDatabase { try await body($0) }
  case .sqlite:
    try await withTemporaryDirectory { directory in
      let database = SQLiteDatabase(
        name: .main, configuration: SQLiteConfiguration(directory: directory + "/data", durability: .normal))
      do { try await body(database) } catch {
        await database.shutdown()
        throw error
      }
      await database.shutdown()
    }
  }
}
