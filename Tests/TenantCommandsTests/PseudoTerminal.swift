import Glibc
import Testing

/// A terminal without a screen: what is written to `device` can be read from `controller`, and the other way round.
struct PseudoTerminal {
  let controller: Int32
  let device: Int32

  init(columns: UInt16) throws {
    controller = posix_openpt(O_RDWR | O_NOCTTY)
    try #require(controller >= 0 && grantpt(controller) == 0 && unlockpt(controller) == 0)
    let path = try unsafe #require(ptsname(controller))
    device = unsafe open(path, O_RDWR | O_NOCTTY)
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
