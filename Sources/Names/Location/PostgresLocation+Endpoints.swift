extension PostgresLocation {
  /// One server of a location.
  public struct Endpoint: Sendable, Hashable {
    /// A host name, an address, or the folder of a Unix-domain socket (it then starts with `/`).
    public var host: String
    /// The TCP port, or the suffix of the socket's name.
    public var port: Int

    /// Names a server.
    public init(host: String, port: Int = 5432) {
      self.host = host
      self.port = port
    }

    /// True for a Unix-domain socket, `localhost` and the loopback addresses: nobody can listen in between.
    public var isLocal: Bool {
      let name = host.lowercased()
      if name.startsWithBytes(of: "/") || name == "localhost" || name == "[::1]" || Self.isLoopbackIPv4(name) { return true }
      return name.contains(":") && IPv6Text.canonical(name) == "0:0:0:0:0:0:0:1"
    }

    private static func isLoopbackIPv4(_ host: String) -> Bool {
      let parts = host.split(separator: ".", omittingEmptySubsequences: false)
      return parts.count == 4 && parts[0] == "127" && parts.allSatisfy { UInt8($0) != nil }
    }
  }

  /// Which of several servers is wanted, by libpq's names.
  public enum TargetSession: String, Sendable, Hashable, CaseIterable {
    /// The first that lets us in.
    case any
    /// One whose transactions may write unless they say otherwise.
    case readWrite = "read-write"
    /// One whose transactions may not.
    case readOnly = "read-only"
    /// One that follows no other.
    case primary
    /// One that follows another.
    case standby
    /// One that follows another; when there is none, any.
    case preferStandby = "prefer-standby"
  }

  /// All servers, in the order in which they are tried.
  public var endpoints: [Endpoint] {
    get { [Endpoint(host: host, port: port)] + otherEndpoints }
    set {
      guard let first = newValue.first else { return }
      (host, port) = (first.host, first.port)
      otherEndpoints = Array(newValue.dropFirst())
    }
  }
}
