/// One direction of a connection: what was read, and what waits to be passed on.
struct FaultLane {
  var reader: WireReader
  var outbox = Outbox()
  /// What arrives is thrown away.
  var isDeaf = false
  /// The pause between two bytes, when they come one by one.
  var pause: Duration?
  /// Nothing more comes from the sender.
  var hasSourceEnded = false
  /// Nothing more can be given to the receiver.
  var hasSinkEnded = false

  init(_ direction: Fault.Direction) { reader = WireReader(direction) }

  /// Nothing is left to do.
  var isOver: Bool { hasSourceEnded && (outbox.isEmpty || hasSinkEnded) }

  /// True when more may be read: a receiver that does not read holds up its sender, as it would without us.
  var wantsInput: Bool { !hasSourceEnded && outbox.byteCount < 1 << 20 }

  /// Passes bytes on.
  mutating func pass(_ bytes: [UInt8], now: ContinuousClock.Instant) {
    if let pause { outbox.appendDribbling(bytes, every: pause, now: now) } else { outbox.append(bytes) }
  }

  /// Passes a message on, with everything that goes wrong at it.
  ///
  /// - Returns: True when the other direction goes silent too.
  mutating func pass(_ message: [UInt8], _ faults: [Fault], now: ContinuousClock.Instant) -> Bool {
    var bytes = message
    var silencesBoth = false
    var ending: (moment: Fault.Moment, item: Outbox.Item?)?
    var due: ContinuousClock.Instant?
    for fault in faults {
      switch fault.kind {
      case .cut(let cut): ending = (fault.moment, .cut(cut))
      case .halfClose: ending = (fault.moment, .halfClose)
      case .blackHole: ending = (fault.moment, nil)
      case .totalBlackHole: (ending, silencesBoth) = ((fault.moment, nil), true)
      case .delay(let duration): due = now.advanced(by: duration)
      case .hold where fault.moment == .before: outbox.append(.hold)
      case .hold: break
      case .dribble(let pause): self.pause = pause
      case .flipBit(let bit): Self.flip(bit, in: &bytes)
      case .garbage(let seed): bytes = Self.garbage(seed, count: bytes.count)
      }
    }
    let passed = ending.map { Self.count(of: bytes, at: $0.moment) } ?? bytes.count
    if let due { outbox.append(Array(bytes.prefix(passed)), due: due) } else { pass(Array(bytes.prefix(passed)), now: now) }
    if faults.contains(where: { $0.kind == .hold && $0.moment != .before }) { outbox.append(.hold) }
    if let ending {
      if let item = ending.item { outbox.append(item) }
      isDeaf = true
    }
    return silencesBoth
  }

  private static func count(of bytes: [UInt8], at moment: Fault.Moment) -> Int {
    switch moment {
    case .before: 0
    case .inside(let count): max(0, min(count, bytes.count - 1))
    case .after: bytes.count
    }
  }

  private static func flip(_ bit: Int, in bytes: inout [UInt8]) {
    guard !bytes.isEmpty else { return }
    bytes[(bit / 8) % bytes.count] ^= 1 << UInt8(bit % 8)
  }

  private static func garbage(_ seed: UInt64, count: Int) -> [UInt8] {
    var generator = SplitMix64(seed: seed)
    return (0..<count).map { _ in UInt8.random(in: 0...255, using: &generator) }
  }
}
