import Glibc

/// What is at a path.
enum FileStatus {
  /// True when anything is there.
  static func exists(_ path: String) -> Bool { unsafe access(path, F_OK) == 0 }
}
