import FoundationEssentials

/// The programs of a PostgreSQL server on this machine.
struct ServerPrograms: Sendable {
  /// Where they are.
  let folder: String
  /// What stands before a command, so that it runs as the server's user: the server refuses to run as root.
  let prefix: [String]

  /// Looks for the newest server that we work with.
  ///
  /// - Returns: Nil when there is none.
  static let found: ServerPrograms? = {
    let manager = FileManager.default
    let roots = ["/usr/lib/postgresql", "/usr", "/usr/local", "/opt/homebrew/opt"]
    var folders: [(version: Int, path: String)] = []
    for root in roots {
      for entry in (try? manager.contentsOfDirectory(atPath: root)) ?? [] {
        let version = Int(entry.drop { !$0.isNumber }.prefix { $0.isNumber }) ?? 0
        let path = "\(root)/\(entry)/bin"
        if version >= 15, manager.isExecutableFile(atPath: path + "/initdb") { folders.append((version, path)) }
      }
    }
    guard let newest = folders.max(by: { $0.version < $1.version }) else { return nil }
    return ServerPrograms(folder: newest.path, prefix: isRoot ? ["runuser", "-u", "postgres", "--"] : [])
  }()

  /// A command of the server, as the server's user.
  func command(_ name: String, _ arguments: [String]) -> [String] { prefix + ["\(folder)/\(name)"] + arguments }
}

/// A command that failed.
public struct CommandFailure: Error, CustomStringConvertible {
  /// What was run, how it ended and what it said.
  public let description: String
}

/// Runs a command to its end, on a thread of its own.
///
/// - Parameters:
///   - arguments: The program and what it is told.
///   - output: The file that it writes to.
/// - Throws: ``CommandFailure``.
func runCommand(_ arguments: [String], output: String) async throws(CommandFailure) {
  // A file and no pipe: a server that goes on in the background would keep a pipe open.
  let status = await onThreadOfItsOwn { RawCommand(arguments, output: output)?.wait() }
  guard status != 0 else { return }
  let text = (try? String(contentsOfFile: output, encoding: .utf8)) ?? ""
  let end = status.map { "ended with \($0)" } ?? "could not be started"
  throw CommandFailure(description: "\(arguments.joined(separator: " ")) \(end): \(text.suffix(2000))")
}
