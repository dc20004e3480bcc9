import Foundation
import Manifest
import Names
import Testing

/// Reads manifests from memory, and shows findings as short texts: "65 3:5 unknown-key".
enum Reading {
  static let environment = ["PGUSER": "tester", "SET": "value", "PW": "canary-7f3a", "URL": "postgres://u:canary-7f3a@db/app"]

  static func manifest(
    _ text: String, environment: [String: String] = environment, file: String = "tenants.yaml"
  ) throws(DiagnosticsError) -> Manifest {
    try ManifestReader(environment: environment, looksAtFiles: false).read(Array(text.utf8), file: file)
  }

  static func diagnostics(_ bytes: [UInt8], environment: [String: String] = environment) -> [Diagnostic] {
    do throws(DiagnosticsError) {
      _ = try ManifestReader(environment: environment, looksAtFiles: false).read(bytes, file: "tenants.yaml")
      return []
    } catch {
      return error.diagnostics
    }
  }

  static func findings(_ text: String, environment: [String: String] = environment) -> [String] {
    diagnostics(Array(text.utf8), environment: environment).map(short)
  }

  static func short(_ diagnostic: Diagnostic) -> String {
    let severity =
      switch diagnostic.severity {
      case .malformed: "65"
      case .conflicting: "78"
      case .warning: "--"
      }
    return "\(severity) \(diagnostic.location.line):\(diagnostic.location.column) \(diagnostic.code)"
  }

  /// Two lines that every manifest needs; what is under test begins at line 3.
  static let head = "version: 1\ndatabases: {main: {url: \"sqlite:data\"}}\n"
}

/// A manifest and the findings that it has to lead to; none for a good one.
struct Case: CustomTestStringConvertible, Sendable {
  var text: String
  var expected: [String]

  init(_ text: String, _ expected: String...) {
    self.text = text
    self.expected = expected
  }

  /// A manifest that begins with ``Reading/head``.
  static func body(_ text: String, _ expected: String...) -> Case {
    var result = Case(Reading.head + text)
    result.expected = expected
    return result
  }

  /// A manifest whose database `main`, in line 3, is given.
  static func database(_ text: String, _ expected: String...) -> Case {
    var result = Case("version: 1\ndatabases:\n  main: \(text)\n")
    result.expected = expected
    return result
  }

  /// A manifest with one tenant, whose entry begins at 4:5.
  static func tenant(_ text: String, _ expected: String...) -> Case {
    var result = Case(Reading.head + "tenants:\n  - \(text)\n")
    result.expected = expected
    return result
  }

  var testDescription: String { String(text.dropFirst(text.hasPrefix(Reading.head) ? Reading.head.count : 0)).debugDescription }
}

/// A folder that is gone when the test is over.
func withFolder<Result>(_ body: (String) throws -> Result) throws -> Result {
  let folder = FileManager.default.temporaryDirectory.appendingPathComponent("manifest-\(UUID().uuidString)")
  try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
  defer { try? FileManager.default.removeItem(at: folder) }
  return try body(folder.path)
}
