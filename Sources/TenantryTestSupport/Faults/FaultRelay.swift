/// The proxy's thread: it waits for all sockets at once.
final class FaultRelay {
  private let keeper: RawSocket
  private let port: Int
  private var listener: RawSocket?
  private let server: (host: String, port: Int)
  private let proxy: FaultProxy
  private var lines: [FaultLine] = []
  /// Clients that were accepted and get no answer.
  private var muted: [RawSocket] = []

  init(keeper: RawSocket, port: Int, server: (host: String, port: Int), proxy: FaultProxy) {
    self.keeper = keeper
    self.port = port
    self.server = server
    self.proxy = proxy
  }

  /// Works until the proxy is stopped.
  func run(_ bell: RawBell) {
    listener = proxy.withScript { script in
      defer { script.listener = nil }
      return script.listener
    }
    while true {
      let (orders, reception) = proxy.withScript { ($0.takeOrders(), $0.reception) }
      carryOut(orders, reception)
      if orders.stops {
        listener = nil
        lines = []
        muted = []
        for observer in orders.observers + proxy.withScript({ $0.stop() }) { observer.resume() }
        return
      }
      for observer in orders.observers { observer.resume() }
      turn(bell, reception)
    }
  }

  private func carryOut(_ orders: FaultScript.Orders, _ reception: FaultProxy.Reception) {
    if orders.releases { lines.forEach { $0.release() } }
    if let cut = orders.severance {
      lines.forEach { $0.cut(cut) }
      muted = []
    }
    lines.removeAll(where: \.isOver)
    switch reception {
    case .refuse: listener = nil
    case .serve, .mute: if listener == nil { listener = RawSocket.listening(toPort: port) }
    }
  }

  /// Waits once, and does what can be done then.
  private func turn(_ bell: RawBell, _ reception: FaultProxy.Reception) {
    let now = ContinuousClock.now
    var watch = RawWatch()
    let bellPlace = watch.add(bell.descriptor, forReading: true, forWriting: false)
    let listenerPlace = listener.map { watch.add($0.descriptor, forReading: true, forWriting: false) }
    for line in lines { line.join(&watch, now: now) }
    watch.wait(milliseconds: timeout(now))
    if watch.isReady(bellPlace) { bell.quieten() }
    for line in lines { line.advance(watch, register) }
    lines.removeAll(where: \.isOver)
    if let listenerPlace, watch.isReady(listenerPlace) { accept(reception) }
  }

  private func timeout(_ now: ContinuousClock.Instant) -> Int32 {
    guard let due = lines.compactMap(\.due).min() else { return -1 }
    let left = now.duration(to: due).components
    return Int32(clamping: max(0, left.seconds * 1000 + left.attoseconds / 1_000_000_000_000_000 + 1))
  }

  private func accept(_ reception: FaultProxy.Reception) {
    while let client = listener?.accept() {
      if reception == .mute {
        muted.append(client)
      } else if let server = RawSocket.connect(host: server.host, port: server.port) {
        lines.append(FaultLine(client: client, server: server))
      } else {
        client.resetWhenClosed()
      }
    }
  }

  private func register(_ message: PassingMessage) -> [Fault] {
    let (faults, observers) = proxy.withScript { $0.register(message) }
    for observer in observers { observer.resume() }
    return faults
  }
}
