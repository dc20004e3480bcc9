import Glibc

/// A socket that never blocks; closed when the last reference is gone.
final class RawSocket: Sendable {
  /// What became of reading or writing.
  enum Step {
    case bytes(Int)
    case wouldBlock
    case ended
    case failed
  }

  let descriptor: Int32

  init(_ descriptor: Int32) {
    self.descriptor = descriptor
    _ = fcntl(descriptor, F_SETFL, fcntl(descriptor, F_GETFL) | O_NONBLOCK)
    _ = fcntl(descriptor, F_SETFD, FD_CLOEXEC)
    setOption(Int32(IPPROTO_TCP), TCP_NODELAY, 1 as Int32)
  }

  deinit { Glibc.close(descriptor) }

  /// Reads what is there, up to 64 KiB.
  func read(into bytes: inout [UInt8]) -> Step {
    unsafe withUnsafeTemporaryAllocation(of: UInt8.self, capacity: 65_536) { buffer in
      let count = unsafe recv(descriptor, buffer.baseAddress, buffer.count, 0)
      if count > 0 {
        bytes = unsafe Array(buffer.prefix(count))
        return .bytes(count)
      }
      if count == 0 { return .ended }
      return errno == EAGAIN || errno == EINTR ? .wouldBlock : .failed
    }
  }

  /// Writes what the socket takes.
  func write(_ bytes: ArraySlice<UInt8>) -> Step {
    let count = unsafe bytes.withUnsafeBytes { unsafe send(descriptor, $0.baseAddress, $0.count, Int32(MSG_NOSIGNAL)) }
    if count >= 0 { return .bytes(count) }
    return errno == EAGAIN || errno == EINTR ? .wouldBlock : .failed
  }

  /// Says that nothing more is sent.
  func endWriting() { shutdown(descriptor, Int32(SHUT_WR)) }

  /// Makes the closing a reset: what has not been sent is thrown away.
  func resetWhenClosed() { setOption(SOL_SOCKET, SO_LINGER, linger(l_onoff: 1, l_linger: 0)) }

  private func setOption<Value: BitwiseCopyable>(_ level: Int32, _ name: Int32, _ value: Value) {
    var value = value
    unsafe withUnsafeBytes(of: &value) { _ = unsafe setsockopt(descriptor, level, name, $0.baseAddress, socklen_t($0.count)) }
  }

  // MARK: - Listening

  /// Takes a port of the loopback address; nobody listens there yet.
  ///
  /// - Parameter port: 0 for any that is free.
  /// - Returns: Nil when that is not possible.
  static func bound(toPort port: Int = 0) -> (socket: RawSocket, port: Int)? {
    let descriptor = Glibc.socket(AF_INET, Int32(SOCK_STREAM.rawValue), 0)
    guard descriptor >= 0 else { return nil }
    let socket = RawSocket(descriptor)
    // A second socket on the same port may listen while this one keeps the port for us.
    socket.setOption(SOL_SOCKET, SO_REUSEADDR, 1 as Int32)
    var address = loopback(port)
    var size = socklen_t(MemoryLayout<sockaddr_in>.size)
    let isBound = unsafe withUnsafeMutablePointer(to: &address) { pointer in
      unsafe pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) { generic in
        unsafe bind(descriptor, generic, size) == 0 && getsockname(descriptor, generic, &size) == 0
      }
    }
    return isBound ? (socket, Int(UInt16(bigEndian: address.sin_port))) : nil
  }

  /// Listens on a port of the loopback address; nil when that is not possible.
  static func listening(toPort port: Int) -> RawSocket? {
    guard let bound = bound(toPort: port), listen(bound.socket.descriptor, 128) == 0 else { return nil }
    return bound.socket
  }

  /// The next client; nil when there is none.
  func accept() -> RawSocket? {
    let client = Glibc.accept(descriptor, nil, nil)
    return client < 0 ? nil : RawSocket(client)
  }

  private static func loopback(_ port: Int) -> sockaddr_in {
    var address = sockaddr_in()
    address.sin_family = sa_family_t(AF_INET)
    address.sin_addr.s_addr = UInt32(0x7F00_0001).bigEndian
    address.sin_port = UInt16(port).bigEndian
    return address
  }

  // MARK: - Connecting

  /// Connects to a server: a host name or an address, or the folder of a Unix-domain socket.
  ///
  /// It blocks until the server has accepted or refused.
  static func connect(host: String, port: Int) -> RawSocket? {
    if host.hasPrefix("/") { return connect(toPath: "\(host)/.s.PGSQL.\(port)") }
    var hints = unsafe addrinfo()
    unsafe hints.ai_socktype = Int32(SOCK_STREAM.rawValue)
    var list: UnsafeMutablePointer<addrinfo>?
    guard unsafe getaddrinfo(host, String(port), &hints, &list) == 0 else { return nil }
    defer { unsafe freeaddrinfo(list) }
    var next = unsafe list
    while let entry = unsafe next {
      let descriptor = unsafe Glibc.socket(entry.pointee.ai_family, entry.pointee.ai_socktype, 0)
      if descriptor >= 0 {
        if unsafe Glibc.connect(descriptor, entry.pointee.ai_addr, entry.pointee.ai_addrlen) == 0 { return RawSocket(descriptor) }
        Glibc.close(descriptor)
      }
      unsafe next = entry.pointee.ai_next
    }
    return nil
  }

  private static func connect(toPath path: String) -> RawSocket? {
    var address = sockaddr_un()
    address.sun_family = sa_family_t(AF_UNIX)
    let bytes = Array(path.utf8)
    guard bytes.count < MemoryLayout.size(ofValue: address.sun_path) else { return nil }
    unsafe withUnsafeMutableBytes(of: &address.sun_path) { unsafe $0.copyBytes(from: bytes) }
    let descriptor = Glibc.socket(AF_UNIX, Int32(SOCK_STREAM.rawValue), 0)
    guard descriptor >= 0 else { return nil }
    let isConnected = unsafe withUnsafePointer(to: &address) { pointer in
      unsafe pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) { generic in
        unsafe Glibc.connect(descriptor, generic, socklen_t(MemoryLayout<sockaddr_un>.size)) == 0
      }
    }
    guard isConnected else {
      Glibc.close(descriptor)
      return nil
    }
    return RawSocket(descriptor)
  }
}
