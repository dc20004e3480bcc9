import Glibc

/// The calls of the operating system that the files of schemas need.
///
/// None of them opens a database's file: closing any descriptor of it would drop the locks that SQLite holds on it in this
/// process (https://www.sqlite.org/howtocorrupt.html, 2.2).
enum FileSystem {
  /// A call that failed.
  struct Failure: Error, Sendable, Equatable {
    /// The number that the system gave.
    var number: Int32

    /// The system's words.
    var description: String { unsafe strerror(number).map { unsafe String(cString: $0) } ?? "error \(number)" }

    static let exists = Failure(number: EEXIST)
    static let missing = Failure(number: ENOENT)
    static let noSpace = Failure(number: ENOSPC)
  }

  /// What a name in a directory stands for.
  enum Kind: Equatable { case file, directory, symbolicLink, other }

  /// What is at a path, links not followed; nil when there is nothing, or nothing that we may see.
  static func kind(of path: String) -> Kind? {
    var status = stat()
    guard isClean(path), unsafe lstat(path, &status) == 0 else { return nil }
    switch status.st_mode & S_IFMT {
    case S_IFREG: return .file
    case S_IFDIR: return .directory
    case S_IFLNK: return .symbolicLink
    default: return .other
    }
  }

  /// How many bytes a file has; nil when there is none.
  static func size(of path: String) -> Int? {
    var status = stat()
    guard isClean(path), unsafe lstat(path, &status) == 0 else { return nil }
    return Int(status.st_size)
  }

  /// Makes an empty file, for its owner only, without opening it.
  static func createFile(_ path: String) throws(Failure) { try check(isClean(path), unsafe mknod(path, S_IFREG | 0o600, 0)) }

  /// Makes a directory, for its owner only.
  static func createDirectory(_ path: String) throws(Failure) { try check(isClean(path), unsafe mkdir(path, 0o700)) }

  /// Gives a file another name.
  static func rename(_ path: String, to other: String) throws(Failure) {
    try check(isClean(path) && isClean(other), unsafe Glibc.rename(path, other))
  }

  /// Removes a file; it need not exist.
  static func remove(_ path: String) throws(Failure) {
    do { try check(isClean(path), unsafe unlink(path)) } catch  where error == .missing { return }
  }

  /// The path without links, `.` and `..`.
  static func canonical(_ path: String) throws(Failure) -> String {
    guard isClean(path), let result = unsafe realpath(path, nil) else { throw Failure(number: isClean(path) ? errno : EINVAL) }
    defer { unsafe free(result) }
    return unsafe String(cString: result)
  }

  /// Writes the names of a directory to the disk, so that a rename survives a loss of power.
  static func synchronize(directory: String) throws(Failure) {
    let descriptor = unsafe open(directory, O_RDONLY | O_DIRECTORY | O_CLOEXEC)
    guard descriptor >= 0 else { throw Failure(number: errno) }
    defer { close(descriptor) }
    try check(true, fsync(descriptor))
  }

  /// C would read a path up to its NUL.
  private static func isClean(_ path: String) -> Bool { !path.utf8.contains(0) }

  private static func check(_ isClean: Bool, _ result: @autoclosure () -> Int32) throws(Failure) {
    guard isClean else { throw Failure(number: EINVAL) }
    guard result() == 0 else { throw Failure(number: errno) }
  }
}
