/// A process that removes a cluster when we are gone, however we went.
///
/// It waits for the end of its input, which nobody but us keeps open. Removing the cluster on purpose is the same: closing the input
/// and waiting.
final class ClusterGuard: Sendable {
  private let command: RawCommand
  private let input: Int32

  /// Starts to guard a directory.
  ///
  /// - Throws: ``CommandFailure``.
  init(directory: String, programs: ServerPrograms) throws(CommandFailure) {
    let script = """
      trap '' INT TERM HUP
      cat >/dev/null
      directory=$1
      shift
      [ ! -f "$directory/data/postmaster.pid" ] || "$@" stop --pgdata="$directory/data" --mode=immediate --silent
      rm -rf -- "$directory"
      """
    guard let pipe = RawPipe() else { throw CommandFailure(description: "The process has no descriptor left.") }
    let arguments = ["/bin/sh", "-c", script, "sh", directory] + programs.command("pg_ctl", [])
    let command = RawCommand(arguments, input: pipe.reading)
    closeDescriptor(pipe.reading)
    guard let command else {
      closeDescriptor(pipe.writing)
      throw CommandFailure(description: "The system starts no process to guard \(directory).")
    }
    self.command = command
    input = pipe.writing
  }

  /// Removes the cluster and waits until it is gone.
  func remove() async {
    closeDescriptor(input)
    await onThreadOfItsOwn { [command] in _ = command.wait() }
  }
}
