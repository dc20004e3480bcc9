/// One connection through the proxy.
///
/// It lives on the proxy's thread.
final class FaultLine {
  private let client: RawSocket
  private let server: RawSocket
  private var phase = WirePhase.startup
  private var toServer = FaultLane(.toServer)
  private var toClient = FaultLane(.toClient)
  /// The connection is gone.
  private(set) var isOver = false
  private var places = (client: 0, server: 0)

  init(client: RawSocket, server: RawSocket) {
    self.client = client
    self.server = server
  }

  /// When something is due by itself.
  var due: ContinuousClock.Instant? {
    [toServer.outbox.due, toClient.outbox.due].compactMap { $0 }.min()
  }

  /// Says what it waits for.
  func join(_ watch: inout RawWatch, now: ContinuousClock.Instant) {
    places.client = watch.add(
      client.descriptor, forReading: toServer.wantsInput, forWriting: toClient.outbox.isReady(at: now) && !toClient.hasSinkEnded)
    places.server = watch.add(
      server.descriptor, forReading: toClient.wantsInput, forWriting: toServer.outbox.isReady(at: now) && !toServer.hasSinkEnded)
  }

  /// Does what can be done after a wait.
  func advance(_ watch: RawWatch, _ register: (PassingMessage) -> [Fault]) {
    if watch.isReady(places.client) { receive(.toServer, register) }
    if watch.isReady(places.server) { receive(.toClient, register) }
    write()
  }

  /// Lets what is held go on.
  func release() {
    toServer.outbox.release()
    toClient.outbox.release()
    write()
  }

  /// Takes the connection away from both ends.
  func cut(_ cut: Fault.Cut) {
    if cut == .reset {
      client.resetWhenClosed()
      server.resetWhenClosed()
    }
    isOver = true
  }

  // MARK: - Reading

  private func receive(_ direction: Fault.Direction, _ register: (PassingMessage) -> [Fault]) {
    var bytes: [UInt8] = []
    let source = direction == .toServer ? client : server
    guard self[direction].wantsInput else { return }
    switch source.read(into: &bytes) {
    case .wouldBlock: return
    case .bytes:
      guard !self[direction].isDeaf else { return }
      self[direction].reader.append(bytes)
      relay(direction, register)
    case .ended: end(direction, with: .halfClose)
    case .failed: end(direction, with: .cut(.reset))
    }
  }

  private func relay(_ direction: Fault.Direction, _ register: (PassingMessage) -> [Fault]) {
    let now = ContinuousClock.now
    while !self[direction].isDeaf, let (kind, bytes) = self[direction].reader.next(&phase) {
      let faults = register(PassingMessage(direction: direction, kind: kind, byteCount: bytes.count))
      if self[direction].pass(bytes, faults, now: now) { self[direction.opposite].isDeaf = true }
    }
  }

  /// The sender is gone: the receiver hears of it, unless nothing passes.
  private func end(_ direction: Fault.Direction, with item: Outbox.Item) {
    self[direction].hasSourceEnded = true
    guard !self[direction].isDeaf else { return }
    self[direction].pass(self[direction].reader.takeRest(), now: .now)
    self[direction].outbox.append(item)
  }

  // MARK: - Writing

  private func write() {
    write(.toServer)
    write(.toClient)
    if toServer.isOver && toClient.isOver { isOver = true }
  }

  private func write(_ direction: Fault.Direction) {
    let sink = direction == .toServer ? server : client
    while !isOver, !self[direction].hasSinkEnded, self[direction].outbox.isReady(at: .now) {
      switch self[direction].outbox.items.first {
      case .bytes(let bytes, let start, _):
        switch sink.write(bytes[start...]) {
        case .bytes(let count): self[direction].outbox.advance(by: count)
        case .wouldBlock: return
        case .ended, .failed: self[direction].hasSinkEnded = true
        }
      case .halfClose:
        sink.endWriting()
        self[direction].hasSinkEnded = true
      case .cut(let cut): self.cut(cut)
      case .hold, nil: return
      }
    }
  }

  private subscript(_ direction: Fault.Direction) -> FaultLane {
    get { direction == .toServer ? toServer : toClient }
    _modify { if direction == .toServer { yield &toServer } else { yield &toClient } }
  }
}
