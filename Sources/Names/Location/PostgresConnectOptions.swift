/// What the URL of a PostgreSQL database may say about its connections; nil is what the program says.
public struct PostgresConnectOptions: Sendable, Hashable {
  /// Whether a login with a password is tied to the TLS session that it goes over.
  public enum ChannelBinding: String, Sendable, Hashable, CaseIterable {
    /// Never.
    case disable
    /// Where the server can do it.
    case prefer
    /// Always: a server that cannot is refused, and one that asks for no password too.
    case require
  }

  /// `channel_binding`.
  public var channelBinding: ChannelBinding?
  /// `connect_timeout`: how long connecting may take over all servers, in whole seconds.
  public var connectTimeout: Duration?
  /// `keepalives`: whether a silent peer is asked for a sign of life.
  public var keepsAlive: Bool?
  /// `keepalives_idle`: how long it is silent before that, in whole seconds.
  public var keepAliveIdle: Duration?
  /// `keepalives_interval`: how long after that it is asked again, in whole seconds.
  public var keepAliveInterval: Duration?
  /// `keepalives_count`: how many questions without an answer end the connection.
  public var keepAliveCount: Int?
  /// `tcp_user_timeout`: how long sent bytes may stay unacknowledged, in whole milliseconds.
  public var userTimeout: Duration?

  /// Says nothing.
  public init() {}

  static let parameters = [
    "channel_binding", "connect_timeout", "keepalives", "keepalives_count", "keepalives_idle", "keepalives_interval",
    "tcp_user_timeout",
  ]

  /// The longest time that is accepted: a day.
  private static let longest = 86_400

  /// Takes over a parameter of ``parameters``.
  mutating func set(_ name: String, to text: String) throws(DatabaseURLError) {
    switch name {
    case "channel_binding":
      channelBinding = ChannelBinding(rawValue: text)
      guard channelBinding != nil else { throw .unknownChoice("channel_binding", ChannelBinding.self) }
    case "keepalives": keepsAlive = try Self.number(text, name, 0...1, "Write 1 or 0.") == 1
    case "keepalives_count": keepAliveCount = try Self.number(text, name, 1...127, "Write 1 to 127.")
    case "tcp_user_timeout":
      userTimeout = .milliseconds(
        try Self.number(text, name, 1...Self.longest * 1000, "Write milliseconds without a unit, 1 to 86400000."))
    default:
      let seconds = Duration.seconds(
        try Self.number(text, name, 1...Self.longest, "Write seconds without a unit, 1 to 86400: there is no \"for ever\"."))
      switch name {
      case "connect_timeout": connectTimeout = seconds
      case "keepalives_idle": keepAliveIdle = seconds
      default: keepAliveInterval = seconds
      }
    }
  }

  private static func number(
    _ text: String, _ name: String, _ range: ClosedRange<Int>, _ hint: String
  ) throws(DatabaseURLError) -> Int {
    let isNumber = text.utf8.count <= 9 && !text.isEmpty && text.utf8.allSatisfy(NamePattern.isDigit)
    guard isNumber, let number = Int(text), range.contains(number) else {
      throw DatabaseURLError("invalid-parameter", "has a \(name) that is not in its range", hint: hint)
    }
    return number
  }
}

extension DatabaseURLError {
  /// A parameter has a value that is none of its choices.
  static func unknownChoice<Choice: RawRepresentable<String> & CaseIterable>(
    _ name: String, _ type: Choice.Type
  ) -> DatabaseURLError {
    let choices = type.allCases.map(\.rawValue).joined(separator: ", ")
    return DatabaseURLError("invalid-\(name.replacing("_", with: "-"))", "has no known \(name)", hint: "Write one of \(choices).")
  }
}
