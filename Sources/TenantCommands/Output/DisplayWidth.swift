import Names

extension Unicode.Scalar {
  /// How many columns a terminal gives this scalar: 0 for marks, 2 for wide East Asian characters and emoji, else 1.
  ///
  /// An approximation by scalars: terminals themselves disagree about joined sequences.
  var displayWidth: Int {
    if value < 0x300 { return 1 }
    switch properties.generalCategory {
    case .nonspacingMark, .enclosingMark: return 0
    default: break
    }
    // The vowels and final consonants of a Hangul syllable that is written in parts stand on its first consonant.
    if (0x1160...0x11FF).contains(value) || (0xD7B0...0xD7FF).contains(value) { return 0 }
    return properties.isEmojiPresentation || isWideEastAsian ? 2 : 1
  }

  private var isWideEastAsian: Bool {
    switch value {
    case 0x1100...0x115F: true  // Hangul consonants
    case 0x2E80...0x303E, 0x3041...0x33FF: true  // CJK radicals and punctuation, kana, compatibility
    case 0x3400...0x4DBF, 0x4E00...0x9FFF: true  // CJK ideographs
    case 0xA000...0xA4CF, 0xA960...0xA97F: true  // Yi, Hangul extended A
    case 0xAC00...0xD7A3, 0xF900...0xFAFF: true  // Hangul syllables, compatibility ideographs
    case 0xFE10...0xFE19, 0xFE30...0xFE6F: true  // vertical and small forms
    case 0xFF01...0xFF60, 0xFFE0...0xFFE6: true  // full-width forms
    case 0x16FE0...0x18D08, 0x1AFF0...0x1B2FB: true  // Tangut, Khitan, kana supplements
    case 0x20000...0x3FFFD: true  // supplementary ideographs
    default: false
    }
  }
}

extension String {
  /// How many columns a terminal gives this text, which must hold no control characters.
  var displayWidth: Int { unicodeScalars.reduce(0) { $0 + $1.displayWidth } }

  /// The text itself when it fits into `width` columns, else its start with `…` at the end.
  func truncated(toWidth width: Int) -> String {
    guard displayWidth > width else { return self }
    guard width > 0 else { return "" }
    var result = String.UnicodeScalarView()
    var used = 0
    for scalar in unicodeScalars {
      guard used + scalar.displayWidth <= width - 1 else { break }
      used += scalar.displayWidth
      result.append(scalar)
    }
    return String(result) + "…"
  }

  /// The words on lines that are no wider than that; a word that is wider is broken.
  func wrapped(toWidth width: Int) -> [String] {
    guard displayWidth > width else { return [self] }
    var lines: [String] = []
    var current = ""
    for word in split(separator: " ").map(String.init) {
      if !current.isEmpty, current.displayWidth + 1 + word.displayWidth <= width {
        current += " " + word
        continue
      }
      if !current.isEmpty { lines.append(current) }
      current = ""
      for scalar in word.unicodeScalars {
        if !current.isEmpty, current.displayWidth + scalar.displayWidth > width {
          lines.append(current)
          current = ""
        }
        current.unicodeScalars.append(scalar)
      }
    }
    return lines + [current]
  }

  /// The words on lines that are no wider than that, if there is a limit; lines after the first are indented.
  func filled(toWidth width: Int?, indent: Int = 0) -> String {
    guard let width, width > indent, displayWidth > width else { return self }
    return wrapped(toWidth: width - indent).joined(separator: "\n" + String(repeating: " ", count: indent))
  }
}
