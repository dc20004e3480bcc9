/// Takes in the parts of a long answer in larger pieces than the server sends them.
///
/// PostgreSQL sends 8 KiB at a time, and waking a sleeping thread for each of those costs the server, who does it, nearly as much as
/// making the rows. So once an answer has turned out long, its socket counts as readable only when more has arrived
/// (`SO_RCVLOWAT`, socket(7)): the server works on undisturbed. An answer that comes too slowly for that goes back to being read as
/// it comes.
struct LongAnswer {
  /// From how many waits on an answer is long.
  private static let threshold = 16
  /// How much is to have arrived, in bytes: well below what the kernel keeps for a reader without holding the writer up.
  private static let piece: Int32 = 96 * 1024
  /// How long a piece may take, in nanoseconds.
  private static let patience = 1_000_000

  private var waits = 0
  private var isOn = false

  /// Waits for the next piece.
  ///
  /// - Returns: False when the answer is not long, or not quick enough: wait for it as for any other.
  mutating func wait(_ socket: Int32) -> Bool {
    if !isOn {
      waits += 1
      guard waits >= Self.threshold, RawPoller.setLowWater(socket, Self.piece) else { return false }
      isOn = true
    }
    // A read takes in less than a piece: the rest of the last one comes first.
    if RawPoller.hasBytes(socket) || RawPoller.isReadable(socket, patience: Self.patience) { return true }
    end(socket)
    return false
  }

  /// Nothing long is expected any more: the socket is readable as soon as there is something.
  mutating func end(_ socket: Int32) {
    if isOn { _ = RawPoller.setLowWater(socket, 1) }
    self = LongAnswer()
  }
}
