/// What waits to be passed on in one direction, in order.
struct Outbox {
  /// One thing to do.
  enum Item {
    /// Send these bytes, from the given one on, not before that moment.
    case bytes([UInt8], from: Int, due: ContinuousClock.Instant?)
    /// Stand still until released.
    case hold
    /// Tell the receiver that there is no more.
    case halfClose
    /// Take the connection away from both ends.
    case cut(Fault.Cut)
  }

  private(set) var items: [Item] = []
  /// How many bytes wait.
  private(set) var byteCount = 0

  var isEmpty: Bool { items.isEmpty }

  mutating func append(_ bytes: [UInt8], due: ContinuousClock.Instant? = nil) {
    guard !bytes.isEmpty else { return }
    items.append(.bytes(bytes, from: 0, due: due))
    byteCount += bytes.count
  }

  mutating func append(_ item: Item) { items.append(item) }

  /// Sends bytes one by one, with a pause before each.
  mutating func appendDribbling(_ bytes: [UInt8], every pause: Duration, now: ContinuousClock.Instant) {
    var due = now
    if case .bytes(_, _, let last?) = items.last, last > now { due = last }
    for byte in bytes {
      due = due.advanced(by: pause)
      append([byte], due: due)
    }
  }

  /// When the first item may go; nil when that is not a question of time.
  var due: ContinuousClock.Instant? {
    if case .bytes(_, _, let due) = items.first { due } else { nil }
  }

  /// True when there is something to send now.
  func isReady(at now: ContinuousClock.Instant) -> Bool {
    switch items.first {
    case nil, .hold: false
    case .bytes(_, _, let due): due.map { $0 <= now } ?? true
    case .halfClose, .cut: true
    }
  }

  /// Lets what was held go on.
  mutating func release() {
    items.removeAll { if case .hold = $0 { true } else { false } }
  }

  /// So many bytes of the first item were sent.
  mutating func advance(by count: Int) {
    guard case .bytes(let bytes, let start, let due) = items.first else { return }
    byteCount -= count
    if start + count < bytes.count {
      items[0] = .bytes(bytes, from: start + count, due: due)
    } else {
      items.removeFirst()
    }
  }
}
