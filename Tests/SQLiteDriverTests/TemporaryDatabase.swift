import Database
import Foundation
import Names
import SQL
import SQLiteDriver
import Synchronization
import Testing

/// A database in a directory of its own, which is removed afterwards.
func withDatabase<Value: Sendable>(
  _ change: (inout SQLiteConfiguration) -> Void = { _ in }, _ body: (SQLiteDatabase, String) async throws -> Value
) async throws -> Value {
  let directory = FileManager.default.temporaryDirectory.appendingPathComponent("tenantry-\(UUID().uuidString)").path
  defer { try? FileManager.default.removeItem(atPath: directory) }
  var configuration = SQLiteConfiguration(directory: directory)
  change(&configuration)
  let database = SQLiteDatabase(name: .main, configuration: configuration)
  do {
    let value = try await body(database, directory)
    await database.shutdown()
    return value
  } catch {
    await database.shutdown()
    throw error
  }
}

extension SchemaName {
  static let acme = SchemaName(unchecked: "t_acme")
  static let globex = SchemaName(unchecked: "t_globex")
  static let tombstone = SchemaName(unchecked: "tenantry_dropped_1")
}

extension SQLiteDatabase {
  /// Makes a tenant's file with statements of its own.
  func make(_ schema: SchemaName, _ statements: String...) async throws {
    _ = try await withConnection(.newTenant(schema)) { try await $0.run(SQLMessage(statements)) }
  }

  /// The one number that a query answers with.
  func number(_ target: ConnectionTarget, _ query: SQLFragment) async throws -> Int {
    try await withConnection(target) { try await $0.query(query)[0].decode(0) }
  }
}

/// What a closure throws, as a database's error.
func failure(_ body: () async throws -> Void) async -> DatabaseError? {
  do { try await body() } catch { return error as? DatabaseError }
  return nil
}

/// The `sqlite3` program, as another process that uses a file.
final class OtherProcess {
  private let process = Process()
  private let input = Pipe()
  private let output = Pipe()

  init(_ path: String) throws {
    process.executableURL = URL(fileURLWithPath: "/usr/bin/sqlite3")
    process.arguments = ["-batch", path]
    process.standardInput = input
    process.standardOutput = output
    try process.run()
  }

  /// Runs statements, and returns when they are done.
  func run(_ sql: String) throws {
    try input.fileHandleForWriting.write(contentsOf: Data("\(sql)\nSELECT 'ready';\n".utf8))
    var text = ""
    while !text.hasSuffix("ready\n") {
      guard let byte = try output.fileHandleForReading.read(upToCount: 1), !byte.isEmpty else {
        throw CocoaError(.fileReadUnknown)
      }
      text += String(decoding: byte, as: UTF8.self)
    }
  }

  func kill() {
    Glibc.kill(process.processIdentifier, SIGKILL)
    process.waitUntilExit()
  }

  func end() throws {
    try input.fileHandleForWriting.close()
    process.waitUntilExit()
  }
}

/// Expects an error of a kind, or none.
func expectCode(
  _ code: DatabaseError.Code?, sourceLocation: Testing.SourceLocation = #_sourceLocation, _ body: () async throws -> Void
) async {
  let error = await failure(body)
  #expect(error?.code == code, sourceLocation: sourceLocation)
}

/// Expects an error with a state.
func expectState(
  _ state: SQLState, sourceLocation: Testing.SourceLocation = #_sourceLocation, _ body: () async throws -> Void
) async {
  let error = await failure(body)
  #expect(error?.sqlState == state, sourceLocation: sourceLocation)
}

/// Something that one task tells another.
final class Signal: Sendable {
  private let flag = Atomic<Bool>(false)

  var isRaised: Bool { flag.load(ordering: .acquiring) }

  func raise() { flag.store(true, ordering: .releasing) }
}
