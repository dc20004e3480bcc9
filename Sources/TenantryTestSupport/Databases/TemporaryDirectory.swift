import FoundationEssentials

/// Makes a directory that exists while the closure runs, readable by its owner only, and removes it on both ways out.
///
/// - Throws: What `body` throws, and what the file system says.
public func withTemporaryDirectory<Value>(_ body: (String) async throws -> Value) async throws -> Value {
  let path = FileManager.default.temporaryDirectory.path + "/tenantry-test-" + UUID().uuidString.lowercased()
  try FileManager.default.createDirectory(
    atPath: path, withIntermediateDirectories: true, attributes: [.posixPermissions: 0o700])
  defer { try? FileManager.default.removeItem(atPath: path) }
  return try await body(path)
}
