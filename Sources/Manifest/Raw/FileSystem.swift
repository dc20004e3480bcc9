import Glibc

/// The few questions that the reader asks the file system.
///
/// Nothing but the manifest itself is opened.
enum FileSystem {
  /// Why a file's bytes are not there.
  enum ReadFailure: Error, Equatable {
    case missing
    case tooLarge
    /// In the system's words.
    case unreadable(String)
  }

  /// What stands at a path, links followed.
  enum Kind: Equatable {
    case folder, file, nothing
    /// A socket, a device, or something that we may not look at.
    case other
  }

  /// The whole of a file.
  ///
  /// One that is larger than the limit is not read to its end.
  static func contents(of path: String, limit: Int) throws(ReadFailure) -> [UInt8] {
    guard !path.utf8.contains(0) else { throw .missing }
    let descriptor = unsafe open(path, O_RDONLY | O_CLOEXEC)
    guard descriptor >= 0 else {
      throw errno == ENOENT || errno == ENOTDIR ? .missing : .unreadable(message(errno))
    }
    defer { close(descriptor) }
    var status = stat()
    guard unsafe fstat(descriptor, &status) == 0 else { throw .unreadable(message(errno)) }
    guard status.st_mode & S_IFMT != S_IFDIR else { throw .unreadable(message(EISDIR)) }
    guard status.st_size <= limit else { throw .tooLarge }
    // The size is a guess only: pipes have none, and a file can grow while it is read.
    var bytes: [UInt8] = []
    var chunk = [UInt8](repeating: 0, count: max(4096, min(Int(status.st_size) + 1, 1 << 20)))
    while true {
      let count = unsafe chunk.withUnsafeMutableBytes { unsafe read(descriptor, $0.baseAddress, $0.count) }
      if count < 0, errno == EINTR { continue }
      guard count >= 0 else { throw .unreadable(message(errno)) }
      guard count > 0 else { return bytes }
      bytes.append(contentsOf: chunk[..<count])
      guard bytes.count <= limit else { throw .tooLarge }
    }
  }

  /// What stands at a path.
  static func kind(of path: String) -> Kind {
    var status = stat()
    guard unsafe stat(path, &status) == 0 else { return errno == ENOENT || errno == ENOTDIR ? .nothing : .other }
    switch status.st_mode & S_IFMT {
    case S_IFDIR: return .folder
    case S_IFREG: return .file
    default: return .other
    }
  }

  /// The absolute path without links.
  ///
  /// Where the end of the path does not exist yet, its existing start is resolved.
  ///
  /// - Returns: nil when a link on the way leads nowhere or cannot be followed: where it will lead is then unknown.
  static func resolved(_ path: String) -> String? {
    var existing = path
    var rest: [String] = []
    while true {
      if let pointer = unsafe realpath(existing, nil) {
        defer { unsafe free(pointer) }
        let base = unsafe String(cString: pointer)
        return PathComponents.joined(base, rest.reversed())
      }
      var status = stat()
      if unsafe lstat(existing, &status) == 0 || (errno != ENOENT && errno != ENOTDIR) { return nil }
      let (folder, name) = PathComponents.split(existing)
      guard folder != existing else { return nil }
      rest.append(name)
      existing = folder
    }
  }

  private static func message(_ code: Int32) -> String { unsafe String(cString: strerror(code)) }
}

/// Splits normalised paths at their last slash.
private enum PathComponents {
  static func split(_ path: String) -> (folder: String, name: String) {
    guard let slash = path.utf8.lastIndex(of: UInt8(ascii: "/")) else { return (path == "." ? path : ".", path) }
    let name = String(path[path.utf8.index(after: slash)...])
    return (slash == path.startIndex ? "/" : String(path[..<slash]), name)
  }

  static func joined(_ base: String, _ names: [String]) -> String {
    guard !names.isEmpty else { return base }
    return (base == "/" ? "" : base) + "/" + names.joined(separator: "/")
  }
}
