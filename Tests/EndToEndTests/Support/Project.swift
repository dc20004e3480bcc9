import Database
import Foundation
import Names
import PostgresDriver
import SQL
import SQLiteDriver
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

  var testDescription: String { rawValue }
}

/// A folder with a manifest and migration files, and a database for it.
struct Project: Sendable {
  let kind: TestEngine
  let folder: String
  /// What the program finds in its environment.
  var environment: [String: String]
  /// The same database, to look at what the program did.
  let observer: any Database

  /// Makes an empty folder, and a database that nobody else has.
  static func with(_ kind: TestEngine, _ body: (Project) async throws -> Void) async throws {
    try await withTemporaryDirectory { folder in
      var environment = ["PATH": "/usr/bin:/bin", "HOME": folder, "TENANTRY_ACTOR": "tester@host"]
      switch kind {
      case .sqlite:
        let configuration = SQLiteConfiguration(directory: folder + "/.tenantry", durability: .normal)
        let database = SQLiteDatabase(name: .main, configuration: configuration)
        do { try await body(Project(kind: kind, folder: folder, environment: environment, observer: database)) } catch {
          await database.shutdown()
          throw error
        }
        await database.shutdown()
      case .postgres:
        try await withTemporaryDatabase { database in
          let name = try await database.withConnection(.shared) { lease in
            try await lease.query("SELECT current_database()::text")[0].decode(0, as: String.self)
          }
          let settings = try #require(PostgresSettings())
          environment["DATABASE_URL"] = "postgres://\(settings.user)@\(settings.host):\(settings.port)/\(name)"
          try await body(Project(kind: kind, folder: folder, environment: environment, observer: database))
        }
      }
    }
  }

  /// The same with the shipped sample.
  static func withSample(_ kind: TestEngine, _ body: (Project) async throws -> Void) async throws {
    try await with(kind) { project in
      for name in ["migrations", "seeds", "tenants.yaml"] {
        try FileManager.default.copyItem(atPath: "\(repositoryRoot)/\(name)", toPath: "\(project.folder)/\(name)")
      }
      try await body(project)
    }
  }

  /// Writes a file.
  func write(_ path: String, _ text: String) throws {
    let file = URL(fileURLWithPath: folder + "/" + path)
    try FileManager.default.createDirectory(at: file.deletingLastPathComponent(), withIntermediateDirectories: true)
    try Data(text.utf8).write(to: file)
  }

  /// Starts the program.
  func start(_ arguments: String...) throws -> Program { try Program(arguments, in: folder, environment: environment) }

  /// Runs the program to its end.
  func run(_ arguments: String...) async throws -> Program.Output {
    try await Program(arguments, in: folder, environment: environment).wait()
  }

  /// Runs the program and checks how it ends.
  @discardableResult
  func expect(_ status: Int32, _ arguments: String..., sourceLocation: Testing.SourceLocation = #_sourceLocation) async throws
    -> Program.Output
  {
    let output = try await Program(arguments, in: folder, environment: environment).wait()
    #expect(output.status == status, "\(output.stdout) \(output.stderr)", sourceLocation: sourceLocation)
    return output
  }

  /// The texts that a query answers with, in the main schema.
  func texts(_ query: String) async throws -> [String] {
    try await observer.withConnection(.shared) { lease in
      try await lease.query(SQLFragment(raw: query)).map { try $0.decode(0, as: String?.self) ?? "NULL" }
    }
  }

  /// The name of a ledger's table.
  func table(_ name: String) -> String { kind == .postgres ? "tenantry.\(name)" : "tenantry_\(name)" }
}
