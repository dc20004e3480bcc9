import Glibc
import Testing

/// A TCP socket on the loopback address that listens, for servers that misbehave.
final class LocalSocket: Sendable {
  let descriptor: Int32
  let port: Int

  /// - Parameter listening: False for a port that refuses: it is bound, so that nobody else takes it, and does not listen.
  init(listening: Bool = true) throws {
    let descriptor = socket(AF_INET, Int32(SOCK_STREAM.rawValue), 0)
    try #require(descriptor >= 0)
    self.descriptor = descriptor
    var address = sockaddr_in()
    address.sin_family = sa_family_t(AF_INET)
    address.sin_addr.s_addr = UInt32(0x7F00_0001).bigEndian
    var size = socklen_t(MemoryLayout<sockaddr_in>.size)
    let status = unsafe withUnsafeMutablePointer(to: &address) { pointer in
      unsafe pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) { generic in
        unsafe bind(descriptor, generic, size) == 0 && getsockname(descriptor, generic, &size) == 0
      }
    }
    try #require(status)
    port = Int(UInt16(bigEndian: address.sin_port))
    if listening { try #require(listen(descriptor, 16) == 0) }
  }

  deinit { Glibc.close(descriptor) }

  /// Waits for a client.
  func acceptClient() -> Int32 { accept(descriptor, nil, nil) }
}
