import Glibc
import Synchronization

@testable import PostgresDriver

/// A proxy between a client and the server that cuts the line after so many bytes of the server's answers.
final class CuttingProxy: Sendable {
  private let socket: LocalSocket
  private let serverPort: Int
  /// How many bytes of the server are still passed on; nil is all.
  private let budget = Mutex<Int?>(nil)

  var port: Int { socket.port }

  init(toPort serverPort: Int) throws {
    socket = try LocalSocket()
    self.serverPort = serverPort
  }

  /// From now on so many bytes of answers pass.
  func cut(afterBytes count: Int) { budget.withLock { $0 = count } }

  /// Serves one client, on threads of its own.
  func serveOneClient() {
    _ = RawThread.start { [self] in
      let client = socket.acceptClient()
      let server = LocalSocket.connect(toPort: serverPort)
      let lines = Lines(client: client, server: server)
      _ = RawThread.start { lines.pump(from: client, to: server) { $0 } }
      lines.pump(from: server, to: client) { count in self.allowed(count) }
    }
  }

  private func allowed(_ count: Int) -> Int {
    budget.withLock { budget in
      guard let left = budget else { return count }
      budget = max(0, left - count)
      return min(count, left)
    }
  }

  /// The two ends.
  ///
  /// Cutting closes both directions; the descriptors are closed when both pumps have ended.
  private final class Lines: Sendable {
    let client: Int32
    let server: Int32

    init(client: Int32, server: Int32) {
      self.client = client
      self.server = server
    }

    deinit {
      close(client)
      close(server)
    }

    func pump(from source: Int32, to sink: Int32, _ allow: (Int) -> Int) {
      var buffer = [UInt8](repeating: 0, count: 65_536)
      while true {
        let count = unsafe read(source, &buffer, buffer.count)
        guard count > 0 else { break }
        let passed = allow(count)
        var sent = 0
        while sent < passed {
          let step = unsafe buffer.withUnsafeBytes {
            unsafe send(sink, $0.baseAddress?.advanced(by: sent), passed - sent, Int32(MSG_NOSIGNAL))
          }
          guard step > 0 else { break }
          sent += step
        }
        if passed < count { break }
      }
      shutdown(client, Int32(SHUT_RDWR))
      shutdown(server, Int32(SHUT_RDWR))
    }
  }
}
