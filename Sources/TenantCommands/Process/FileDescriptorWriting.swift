import Glibc

/// Why something could not be written.
package struct WriteFailure: Error, Sendable, Hashable, CustomStringConvertible {
  /// The number that the system gives the reason.
  package var code: Int32

  /// True when nobody reads any more.
  package var isClosedPipe: Bool { code == EPIPE }

  /// What the system says about it.
  package var description: String { unsafe String(cString: strerror(code)) }
}

/// Writing that knows what `write` may do: take a part, be interrupted, or not be ready.
enum FileDescriptorWriting {
  /// Writes all bytes, or says why not.
  static func writeAll(_ bytes: [UInt8], to descriptor: Int32) -> WriteFailure? {
    var offset = 0
    while offset < bytes.count {
      let count = unsafe bytes.withUnsafeBytes { buffer in
        unsafe Glibc.write(descriptor, buffer.baseAddress.map { unsafe $0 + offset }, buffer.count - offset)
      }
      if count >= 0 {
        offset += count
        continue
      }
      switch errno {
      case EINTR: continue
      // Somebody else who shares the terminal made it non-blocking.
      case EAGAIN: waitUntilWritable(descriptor)
      default: return WriteFailure(code: errno)
      }
    }
    return nil
  }

  private static func waitUntilWritable(_ descriptor: Int32) {
    var entry = pollfd(fd: descriptor, events: Int16(POLLOUT), revents: 0)
    _ = unsafe poll(&entry, 1, 1000)
  }
}
