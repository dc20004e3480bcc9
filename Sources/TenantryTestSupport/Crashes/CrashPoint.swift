/// A moment of a conversation with a PostgreSQL server, and what breaks there.
public struct CrashPoint: Sendable, Hashable, CustomStringConvertible {
  /// What breaks.
  public enum Kind: Sendable, Hashable, CaseIterable {
    /// The client is killed before the server gets the message.
    case clientKilledBefore
    /// The client is killed when the server has the message.
    case clientKilledAfter
    /// The server's process ends before it gets the message.
    case backendEndedBefore
    /// The server's process ends while it works on the message.
    case backendEndedAfter
    /// The connection breaks before the first word of the answer.
    case answerCutBefore
    /// The connection breaks in the middle of the answer.
    case answerCutInside
  }

  /// The message of the client, from 1 in the order of sending.
  public var message: Int
  /// The message of the server that is cut, from 1; 0 where none is.
  var answer: Int
  /// What breaks.
  public var kind: Kind

  /// The fault that the proxy is to make.
  var fault: Fault {
    switch kind {
    case .clientKilledBefore, .backendEndedBefore: Fault(.toServer, message: message, .hold, at: .before)
    case .clientKilledAfter, .backendEndedAfter: Fault(.toServer, message: message, .hold, at: .after)
    case .answerCutBefore: Fault(.toClient, message: answer, .cut(.reset), at: .before)
    case .answerCutInside: Fault(.toClient, message: answer, .cut(.reset), at: .inside(bytes: 3))
    }
  }

  /// Where and what, for people.
  public var description: String { "\(kind) at message \(message)" }

  /// All points of a conversation: every boundary of the client's messages, and each answer.
  static func all(in journal: [PassingMessage]) -> [CrashPoint] {
    var points: [CrashPoint] = []
    var (sent, received) = (0, 0)
    for (index, message) in journal.enumerated() {
      guard message.direction == .toServer else {
        received += 1
        continue
      }
      sent += 1
      for kind in [Kind.clientKilledBefore, .clientKilledAfter, .backendEndedBefore, .backendEndedAfter] {
        points.append(CrashPoint(message: sent, answer: 0, kind: kind))
      }
      // Parts of one request follow each other; the last one is answered.
      let answer = journal[(index + 1)...].prefix { $0.direction == .toClient }.count
      guard answer > 0 else { continue }
      points.append(CrashPoint(message: sent, answer: received + 1, kind: .answerCutBefore))
      points.append(CrashPoint(message: sent, answer: received + 1 + answer / 2, kind: .answerCutInside))
    }
    return points
  }
}
