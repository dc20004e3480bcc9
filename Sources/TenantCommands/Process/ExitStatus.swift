/// How a command ends.
///
/// Scripts depend on these numbers; they are never given another meaning.
package enum ExitStatus: Int32, Error, Sendable, CaseIterable {
  /// Done.
  case done = 0
  /// Some tenants failed; the report names them.
  case someFailed = 1
  /// A check found something.
  case found = 2
  /// The command line is wrong.
  case usage = 64
  /// A manifest, a migration file or a name is wrong by itself; nothing was changed.
  case malformed = 65
  /// What was named does not exist.
  case missing = 66
  /// A database cannot be reached.
  case unreachable = 69
  /// A bug of ours.
  case internalError = 70
  /// It exists already.
  case exists = 73
  /// Another run holds it; try later.
  case busy = 75
  /// Not permitted.
  case notPermitted = 77
  /// Settings are wrong, or a manifest refers to nothing, collides or weakens security; nothing was changed.
  case conflicting = 78
  /// Interrupted by Ctrl-C.
  case interrupted = 130
  /// Terminated.
  case terminated = 143
}
