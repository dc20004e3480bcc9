import Synchronization

/// A number that grows, for several tasks.
final class Counter: Sendable {
  private let current = Atomic(0)

  var value: Int { current.load(ordering: .relaxed) }

  func next() -> Int { current.add(1, ordering: .relaxed).newValue }
}

/// Random numbers that can be repeated.
struct SeededGenerator: RandomNumberGenerator {
  private var state: UInt64

  init(seed: UInt64) { state = seed }

  mutating func next() -> UInt64 {
    state &+= 0x9E37_79B9_7F4A_7C15
    var mixed = state
    mixed = (mixed ^ (mixed >> 30)) &* 0xBF58_476D_1CE4_E5B9
    mixed = (mixed ^ (mixed >> 27)) &* 0x94D0_49BB_1331_11EB
    return mixed ^ (mixed >> 31)
  }
}

/// Texts that a careless quote or cast would break on.
enum HostileText {
  static let fixed = [
    "", "'", "''", "\\", "\\'", "'; DROP TABLE x; --", "$1", "$$", "/*", "*/", "--", "\n;\n", "\r\n", "\u{FEFF}", "E'\\x41'",
    "NULL",
    "{a,b}", "\"", "🏳️‍🌈", "e\u{301}", "\u{202E}abc", "\u{FFFF}", "\u{10FFFF}", "\u{1}", "\u{7F}", "ﬁ", "\t", " ", "%s", "\\000",
    "\\u0000",
  ]

  static func random(using generator: inout SeededGenerator) -> String {
    var text = ""
    for _ in 0..<Int.random(in: 0...40, using: &generator) {
      switch Int.random(in: 0..<4, using: &generator) {
      case 0: text += fixed.randomElement(using: &generator) ?? ""
      case 1: text.unicodeScalars.append(Unicode.Scalar(UInt8.random(in: 1...127, using: &generator)))
      default:
        let scalar = Unicode.Scalar(UInt32.random(in: 1...0x10FFFF, using: &generator))
        if let scalar { text.unicodeScalars.append(scalar) }
      }
    }
    return text
  }
}
