/// Where a connection is: it decides how its bytes are cut into messages.
enum WirePhase {
  /// The client has not said yet what it wants.
  case startup
  /// The client has asked for encryption.
  case awaitingEncryption
  /// Messages of the protocol.
  case messages
  /// Records of TLS.
  case encrypted
  /// Nothing that we know.
  case opaque
}

/// Cuts the bytes of one direction into messages.
struct WireReader {
  let direction: Fault.Direction
  private var pending: [UInt8] = []

  init(_ direction: Fault.Direction) { self.direction = direction }

  /// Adds what has arrived.
  mutating func append(_ bytes: [UInt8]) { pending += bytes }

  /// Takes what is left, whole message or not.
  mutating func takeRest() -> [UInt8] {
    defer { pending = [] }
    return pending
  }

  /// Takes the next whole message, and moves the phase on.
  ///
  /// - Returns: Nil when there is none yet.
  mutating func next(_ phase: inout WirePhase) -> (kind: PassingMessage.Kind, bytes: [UInt8])? {
    guard !pending.isEmpty else { return nil }
    switch (phase, direction) {
    case (.opaque, _): return take(pending.count, .opaque)
    case (.encrypted, _): return pending.count < 5 ? nil : take(5 + number(at: 3, size: 2), .record)
    case (.startup, .toServer), (.awaitingEncryption, .toServer): return nextFirst(&phase)
    case (.awaitingEncryption, .toClient) where pending[0] != UInt8(ascii: "E"):
      phase = pending[0] == UInt8(ascii: "S") ? .encrypted : pending[0] == UInt8(ascii: "N") ? .startup : .opaque
      return take(1, .encryptionAnswer)
    case (.messages, _), (.startup, .toClient), (.awaitingEncryption, .toClient):
      guard pending.count >= 5 else { return nil }
      let size = number(at: 1, size: 4)
      guard size >= 4 else {
        phase = .opaque
        return next(&phase)
      }
      return take(1 + size, .typed(Character(Unicode.Scalar(pending[0]))))
    }
  }

  /// The messages before the session have no type.
  private mutating func nextFirst(_ phase: inout WirePhase) -> (kind: PassingMessage.Kind, bytes: [UInt8])? {
    guard pending.count >= 8 else { return nil }
    let size = number(at: 0, size: 4)
    guard size >= 8, size < 1 << 20 else {
      phase = .opaque
      return next(&phase)
    }
    let kind: PassingMessage.Kind =
      switch number(at: 4, size: 4) {
      case 80_877_103, 80_877_104: .encryptionRequest
      case 80_877_102: .cancelRequest
      default: .startup
      }
    guard let message = take(size, kind) else { return nil }
    if kind == .encryptionRequest { phase = .awaitingEncryption }
    if kind == .startup { phase = .messages }
    return message
  }

  private mutating func take(_ count: Int, _ kind: PassingMessage.Kind) -> (kind: PassingMessage.Kind, bytes: [UInt8])? {
    guard pending.count >= count else { return nil }
    let bytes = Array(pending.prefix(count))
    pending.removeFirst(count)
    return (kind, bytes)
  }

  private func number(at offset: Int, size: Int) -> Int {
    pending[offset..<offset + size].reduce(0) { $0 << 8 | Int($1) }
  }
}
