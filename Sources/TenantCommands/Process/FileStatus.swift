import FoundationEssentials
import Glibc

/// What is at a path.
enum FileStatus {
  /// True when anything is there.
  static func exists(_ path: String) -> Bool { unsafe access(path, F_OK) == 0 }

  /// True when there is an SQL file in a folder.
  static func holdsScripts(_ folder: String) -> Bool {
    (try? FileManager.default.contentsOfDirectory(atPath: folder))?.contains { $0.hasSuffix(".sql") } ?? false
  }
}
