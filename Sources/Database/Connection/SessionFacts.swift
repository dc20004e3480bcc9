/// What a driver knows of its session without asking the server.
public struct SessionFacts: Sendable, Hashable {
  /// The library that the driver is built on, with its version: `libpq 15.14`; nil when there is none.
  public var clientLibrary: String?
  /// The number of the server's process, as it was announced when the session began; nil where there is no such thing.
  ///
  /// A pooler announces a number of its own, which no server knows.
  public var announcedProcess: Int?
  /// True when a pooler gives our transactions to whichever session is free.
  public var isBehindPooler: Bool

  /// Makes facts.
  public init(clientLibrary: String? = nil, announcedProcess: Int? = nil, isBehindPooler: Bool = false) {
    self.clientLibrary = clientLibrary
    self.announcedProcess = announcedProcess
    self.isBehindPooler = isBehindPooler
  }
}
