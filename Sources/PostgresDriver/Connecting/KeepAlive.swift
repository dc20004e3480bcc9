import Names

/// How a peer that is gone is noticed: by the kernel, also while nobody waits for an answer.
public struct KeepAlive: Sendable, Hashable {
  /// Whether a silent peer is asked at all.
  public var isOn: Bool
  /// How long a connection is silent before the peer is asked for a sign of life; in whole seconds.
  public var idle: Duration
  /// How long after the last question the next one is asked; in whole seconds.
  public var interval: Duration
  /// How many questions without an answer end the connection.
  public var count: Int
  /// How long sent bytes may go without the peer's kernel taking note of them.
  public var userTimeout: Duration

  /// Describes it.
  ///
  /// As it stands, an idle connection ends a minute after its peer has gone, and one with something on its way after half a minute.
  public init(
    isOn: Bool = true, idle: Duration = .seconds(30), interval: Duration = .seconds(10), count: Int = 3,
    userTimeout: Duration = .seconds(30)
  ) {
    self.isOn = isOn
    self.idle = idle
    self.interval = interval
    self.count = count
    self.userTimeout = userTimeout
  }

  /// The settings, by their libpq names.
  var settings: [(name: String, value: String)] {
    // Zero would mean the system's own values: hours.
    [
      ("keepalives", isOn ? "1" : "0"), ("keepalives_idle", String(max(1, idle.components.seconds))),
      ("keepalives_interval", String(max(1, interval.components.seconds))), ("keepalives_count", String(max(1, count))),
      ("tcp_user_timeout", String(max(1, Int(userTimeout / .milliseconds(1))))),
    ]
  }

  /// With what a URL says in its place.
  func changed(by options: PostgresConnectOptions) -> KeepAlive {
    KeepAlive(
      isOn: options.keepsAlive ?? isOn, idle: options.keepAliveIdle ?? idle, interval: options.keepAliveInterval ?? interval,
      count: options.keepAliveCount ?? count, userTimeout: options.userTimeout ?? userTimeout)
  }
}
