import Foundation

/// The Swift files of `Sources`, with what they import.
struct SourceTree {
  struct File {
    /// The path below `Sources`: `PostgresDriver/Raw/RawResult.swift`.
    var path: String
    var lines: [Substring]

    var target: String { String(path.prefix { $0 != "/" }) }

    var imports: Set<String> {
      Set(
        lines.compactMap { line in
          let words = line.split(separator: " ")
          guard let index = words.firstIndex(of: "import"), index <= 1, words.count > index + 1 else { return nil }
          return String(words[index + 1])
        })
    }
  }

  var files: [File] = []

  init() throws {
    let root = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()
    let sources = root.appending(path: "Sources", directoryHint: .isDirectory)
    for path in try FileManager.default.subpathsOfDirectory(atPath: sources.path) where path.hasSuffix(".swift") {
      let text = try String(contentsOf: sources.appending(path: path), encoding: .utf8)
      files.append(File(path: path, lines: text.split(separator: "\n", omittingEmptySubsequences: false)))
    }
  }
}
