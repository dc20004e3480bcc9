import Database
import Foundation
import Glibc
import Names
import PostgresDriver
import SQL
import Synchronization
import Testing

/// `tenantctl`, as a process of its own.
final class Program: Sendable {
  /// What came of a run.
  struct Output: Sendable {
    /// How it ended: its exit code, or the number of the signal that ended it, negative.
    var status: Int32
    var stdout: String
    var stderr: String

    /// The document on standard output.
    func json(sourceLocation: Testing.SourceLocation = #_sourceLocation) throws -> [String: Any] {
      let object = try? JSONSerialization.jsonObject(with: Data(stdout.utf8))
      return try #require(object as? [String: Any], "no JSON document: \(stdout) \(stderr)", sourceLocation: sourceLocation)
    }

    /// The failures in the document.
    func errors(sourceLocation: Testing.SourceLocation = #_sourceLocation) throws -> [[String: Any]] {
      try #require(try json(sourceLocation: sourceLocation)["errors"] as? [[String: Any]], sourceLocation: sourceLocation)
    }
  }

  /// The program that was built together with these tests.
  private static let path: String = {
    let tests = (try? FileManager.default.destinationOfSymbolicLink(atPath: "/proc/self/exe")) ?? CommandLine.arguments[0]
    let beside = URL(fileURLWithPath: tests).deletingLastPathComponent().appendingPathComponent("tenantctl").path
    let usual = repositoryRoot + "/.build/debug/tenantctl"
    return FileManager.default.isExecutableFile(atPath: beside) ? beside : usual
  }()

  private let process: Process
  private let folder: String
  private let ending: Mutex<(status: Int32?, waiters: [CheckedContinuation<Int32, Never>])>

  /// Starts it with its files and output in a folder.
  init(_ arguments: [String], in folder: String, environment: [String: String]) throws {
    let output = folder + "/.output-" + UUID().uuidString
    try FileManager.default.createDirectory(atPath: output, withIntermediateDirectories: true)
    let process = Process()
    // A shell that runs tests in its background has SIGINT ignored for all of them.
    process.executableURL = URL(fileURLWithPath: "/usr/bin/env")
    process.arguments = ["--default-signal=INT,TERM", Self.path] + arguments
    process.currentDirectoryURL = URL(fileURLWithPath: folder)
    process.environment = environment
    process.standardInput = FileHandle.nullDevice
    // Files, not pipes: nobody has to read them while it runs.
    for name in ["stdout", "stderr"] { _ = FileManager.default.createFile(atPath: "\(output)/\(name)", contents: nil) }
    let streams = ["stdout", "stderr"].map { FileHandle(forWritingAtPath: "\(output)/\($0)") }
    (process.standardOutput, process.standardError) = (streams[0], streams[1])
    // The process has its own copies. Foundation keeps ours for ever, and crashes when there are some 1,300.
    defer { for stream in streams { try? stream?.close() } }
    self.process = process
    self.folder = output
    ending = Mutex((nil, []))
    process.terminationHandler = { [weak self] process in
      self?.didEnd(process.terminationReason == .exit ? process.terminationStatus : -process.terminationStatus)
    }
    try process.run()
  }

  private func didEnd(_ status: Int32) {
    let waiters = ending.withLock { ending in
      ending.status = status
      defer { ending.waiters = [] }
      return ending.waiters
    }
    for waiter in waiters { waiter.resume(returning: status) }
  }

  var isRunning: Bool { ending.withLock { $0.status == nil } }

  /// Sends a signal; nothing happens when it has ended.
  func send(_ signal: Int32) {
    if isRunning { _ = Glibc.kill(process.processIdentifier, signal) }
  }

  /// Waits for its end.
  func wait() async throws -> Output {
    let status = await withCheckedContinuation { continuation in
      let known = ending.withLock { ending in
        if ending.status == nil { ending.waiters.append(continuation) }
        return ending.status
      }
      if let known { continuation.resume(returning: known) }
    }
    func text(_ name: String) throws -> String { try String(contentsOfFile: "\(folder)/\(name)", encoding: .utf8) }
    return Output(status: status, stdout: try text("stdout"), stderr: try text("stderr"))
  }
}

/// The folder of the package.
let repositoryRoot = URL(fileURLWithPath: #filePath)
  .deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent().path
