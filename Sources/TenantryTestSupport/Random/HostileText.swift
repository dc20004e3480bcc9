/// Texts that break those who put values into SQL by hand: quotes, backslashes, comments, placeholders, separators, odd scalars.
public struct HostileText: Sendable {
  private static let pieces = [
    "'", "''", "\"", "\\", "\\'", "E'", "$$", "$tag$", "$1", "?1", ":name", "@x", "--", "/*", "*/", ";", "\n;\n", "\r\n", "\t",
    "%",
    "_", "%s", "{}", "[", "NULL", "DROP TABLE x", "é", "e\u{301}", "ß", "漢", "😀", "👩‍👩‍👧", "\u{200B}", "\u{202E}", "\u{FEFF}",
    "\u{FFFD}", "\u{FFFF}", "\u{85}", "\u{2028}", "\u{1}", "\u{1F}", "\u{7F}", "\u{10FFFF}", " ", "  ", "a", "Z", "0",
  ]

  private var generator: SplitMix64

  /// Makes a source of texts.
  ///
  /// The same seed gives the same texts.
  public init(seed: UInt64) { generator = SplitMix64(seed: seed) }

  /// The next text, of up to so many pieces; often a short one, sometimes an empty one.
  public mutating func next(maximumPieces: Int = 12) -> String {
    let count = Int.random(in: 0...maximumPieces, using: &generator)
    return (0..<count).map { _ in Self.pieces.randomElement(using: &generator) ?? "" }.joined()
  }
}
