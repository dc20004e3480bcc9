import Glibc

/// A process that we started.
///
/// Foundation's class is not used: its children inherit what it watches other children with, and then nobody notices that those
/// have ended as long as these run.
struct RawCommand: Sendable {
  private let identifier: pid_t

  /// Starts a program, in the root directory, with no other descriptors than these.
  ///
  /// - Parameters:
  ///   - arguments: The program, looked for in `PATH`, and what it is told.
  ///   - input: What it reads; nothing when it is nil.
  ///   - output: The file that it writes to, made anew; nothing is kept when it is nil.
  /// - Returns: Nil when the system refuses.
  init?(_ arguments: [String], input: Int32? = nil, output: String? = nil) {
    var actions = unsafe posix_spawn_file_actions_t()
    unsafe posix_spawn_file_actions_init(&actions)
    defer { unsafe posix_spawn_file_actions_destroy(&actions) }
    if let input {
      unsafe posix_spawn_file_actions_adddup2(&actions, input, 0)
    } else {
      unsafe posix_spawn_file_actions_addopen(&actions, 0, "/dev/null", O_RDONLY, 0)
    }
    unsafe posix_spawn_file_actions_addopen(
      &actions, 1, output ?? "/dev/null", O_WRONLY | (output == nil ? 0 : O_CREAT | O_TRUNC), 0o600)
    unsafe posix_spawn_file_actions_adddup2(&actions, 1, 2)
    // Closing what is not open is no error.
    for descriptor in 3..<min(1024, getdtablesize()) { unsafe posix_spawn_file_actions_addclose(&actions, descriptor) }
    let words = ["/bin/sh", "-c", "cd / && exec \"$@\"", "sh"] + arguments
    let list = unsafe words.map { unsafe strdup($0) } + [nil]
    defer { unsafe list.forEach { unsafe free($0) } }
    var identifier: pid_t = 0
    guard unsafe posix_spawn(&identifier, words[0], &actions, nil, list, environ) == 0 else { return nil }
    self.identifier = identifier
  }

  /// Waits for its end, once.
  ///
  /// It blocks: call it on a thread of its own.
  ///
  /// - Returns: Its exit code, or the signal that ended it, negative.
  func wait() -> Int32 {
    var status: Int32 = 0
    while unsafe waitpid(identifier, &status, 0) < 0 && errno == EINTR {}
    return status & 0x7F == 0 ? (status >> 8) & 0xFF : -(status & 0x7F)
  }
}

/// The two ends of a pipe; neither is inherited by a child that is not given it.
struct RawPipe {
  let reading: Int32
  let writing: Int32

  /// Nil when the process has no descriptor left.
  init?() {
    var ends: [Int32] = [-1, -1]
    guard unsafe pipe(&ends) == 0 else { return nil }
    for end in ends { _ = fcntl(end, F_SETFD, FD_CLOEXEC) }
    (reading, writing) = (ends[0], ends[1])
  }
}

/// Closes a descriptor.
func closeDescriptor(_ descriptor: Int32) { _ = close(descriptor) }

/// True when we are root.
var isRoot: Bool { geteuid() == 0 }

/// Sends `SIGKILL`; false when there is no such process.
func killProcess(_ identifier: Int32) -> Bool { kill(identifier, SIGKILL) == 0 }
