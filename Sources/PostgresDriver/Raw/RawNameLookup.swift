import Glibc

/// The system's name lookup.
///
/// It blocks: libpq would do it in the middle of a connect that must not.
enum RawNameLookup {
  /// What became of a lookup.
  enum Answer: Sendable {
    /// Addresses, in the order in which they are to be tried.
    case addresses([String])
    /// The system's reason why there is none.
    case failure(String)
  }

  /// The host as an address, when it is written as one.
  ///
  /// This does not block.
  static func literal(_ host: String) -> String? {
    if case .addresses(let found) = lookUp(host, flags: AI_NUMERICHOST), let first = found.first { first } else { nil }
  }

  /// Asks the system.
  ///
  /// Call it on a thread of its own.
  static func addresses(of host: String) -> Answer { lookUp(host, flags: AI_ADDRCONFIG) }

  private static func lookUp(_ host: String, flags: Int32) -> Answer {
    var hints = unsafe addrinfo()
    unsafe hints.ai_family = AF_UNSPEC
    unsafe hints.ai_socktype = Int32(SOCK_STREAM.rawValue)
    unsafe hints.ai_flags = flags
    var list: UnsafeMutablePointer<addrinfo>?
    let status = unsafe getaddrinfo(host, nil, &hints, &list)
    defer { if let list = unsafe list { unsafe freeaddrinfo(list) } }
    guard status == 0 else { return .failure(unsafe String(cString: gai_strerror(status))) }
    var found: [String] = []
    var next = unsafe list
    while let entry = unsafe next {
      if let text = unsafe numericText(of: entry.pointee), !found.contains(text) { found.append(text) }
      unsafe next = entry.pointee.ai_next
    }
    return found.isEmpty ? .failure("no address") : .addresses(found)
  }

  private static func numericText(of entry: addrinfo) -> String? {
    unsafe withUnsafeTemporaryAllocation(of: CChar.self, capacity: Int(NI_MAXHOST)) { buffer in
      let status = unsafe getnameinfo(
        entry.ai_addr, entry.ai_addrlen, buffer.baseAddress, socklen_t(buffer.count), nil, 0, NI_NUMERICHOST)
      guard status == 0, let base = buffer.baseAddress else { return nil }
      return unsafe String(cString: base)
    }
  }
}
