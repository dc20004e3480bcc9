/// Something that goes wrong between a client and its server, at one message.
///
/// ```swift
/// proxy.arm([Fault(.toClient, message: 3, .cut(.reset), at: .inside(bytes: 2))])   // in the middle of the third answer
/// ```
public struct Fault: Sendable, Hashable {
  /// The way that a message goes.
  public enum Direction: Sendable, Hashable, CaseIterable {
    /// From the client to the server.
    case toServer
    /// From the server to the client.
    case toClient

    /// The other way.
    public var opposite: Direction { self == .toServer ? .toClient : .toServer }
  }

  /// When it happens, as the message passes.
  public enum Moment: Sendable, Hashable {
    /// Nothing of the message gets through.
    case before
    /// So many bytes of the message get through; all but the last one at most.
    case inside(bytes: Int)
    /// The message gets through, and nothing after it.
    case after
  }

  /// How a line is cut.
  public enum Cut: Sendable, Hashable, CaseIterable {
    /// Both ends see a reset.
    case reset
    /// Both ends see an orderly end.
    case close
  }

  /// What happens.
  public enum Kind: Sendable, Hashable {
    /// Both ends lose the connection.
    case cut(Cut)
    /// The receiver sees the end, and the sender nothing: the other direction goes on.
    case halfClose
    /// Nothing passes in this direction any more, ends and resets included; nobody is told.
    case blackHole
    /// Nothing passes in either direction any more.
    case totalBlackHole
    /// The direction stands still for so long, once.
    case delay(Duration)
    /// The direction stands still until ``FaultProxy/release()``.
    case hold
    /// From here on the bytes of the direction come one by one, with a pause between them.
    case dribble(every: Duration)
    /// One bit of the message is turned round: counted from the first byte's lowest one, modulo the size of the message.
    case flipBit(Int)
    /// The message is replaced by as many random bytes, length and type included.
    case garbage(seed: UInt64)
  }

  /// The way that the message goes.
  public var direction: Direction
  /// Which message it is, from 1: counted in its direction, over all connections, since the fault was armed.
  public var message: Int
  /// When it happens; without meaning for what changes the bytes of the message.
  public var moment: Moment
  /// What happens.
  public var kind: Kind

  /// Describes a fault.
  public init(_ direction: Direction, message: Int, _ kind: Kind, at moment: Moment = .before) {
    self.direction = direction
    self.message = message
    self.moment = moment
    self.kind = kind
  }
}

/// A message that came by.
public struct PassingMessage: Sendable, Hashable {
  /// What kind of message it is.
  public enum Kind: Sendable, Hashable {
    /// The request for TLS or GSSAPI.
    case encryptionRequest
    /// The one byte that answers it.
    case encryptionAnswer
    /// The first message of a session.
    case startup
    /// The request to cancel another session's statement.
    case cancelRequest
    /// A message of the protocol, with its type.
    case typed(Character)
    /// A record of TLS: what is in it cannot be told.
    case record
    /// Bytes that are no message.
    case opaque
  }

  /// The way that it went.
  public var direction: Fault.Direction
  /// What it was.
  public var kind: Kind
  /// Its size in bytes.
  public var byteCount: Int
}
