import Glibc
import Testing

/// A terminal without a screen: what is written to `device` can be read from `controller`, and the other way round.
struct PseudoTerminal {
  let controller: Int32
  let device: Int32

  /// `TIOCSPTLCK` and `TIOCGPTN`, whose macros are not imported.
  private static let setLock: UInt = 0x4004_5431
  private static let readNumber: UInt = 0x8004_5430

  init(columns: UInt16) throws {
    controller = unsafe open("/dev/ptmx", O_RDWR | O_NOCTTY)
    try #require(controller >= 0)
    var isLocked: Int32 = 0
    try #require(unsafe ioctl(controller, Self.setLock, &isLocked) == 0)
    var number: UInt32 = 0
    try #require(unsafe ioctl(controller, Self.readNumber, &number) == 0)
    device = unsafe open("/dev/pts/\(number)", O_RDWR | O_NOCTTY)
    try #require(device >= 0)
    var size = winsize(ws_row: 24, ws_col: columns, ws_xpixel: 0, ws_ypixel: 0)
    try #require(unsafe ioctl(controller, UInt(TIOCSWINSZ), &size) == 0)
  }

  func type(_ text: String) throws {
    let bytes = Array(text.utf8)
    try #require(unsafe write(controller, bytes, bytes.count) == bytes.count)
  }

  func close() {
    _ = Glibc.close(controller)
    _ = Glibc.close(device)
  }
}
