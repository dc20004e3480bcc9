package import Names

/// A file's text, checked and normalised: UTF-8 without NUL, byte order mark or carriage returns.
///
/// Line endings are normalised here and not in the checksum alone: the text that is hashed is the text that is sent, so a
/// function's body has the same bytes in every tenant, whoever checked the file out.
package struct SourceText: Sendable {
  /// The file, as the user would name it.
  package let file: String
  /// The text in UTF-8.
  package let bytes: [UInt8]

  /// The most that a file may hold.
  package static let maximumByteCount = 16 * 1024 * 1024

  /// Checks and normalises the bytes of a file.
  ///
  /// - Throws: ``DiagnosticsError`` with the first place that is not UTF-8 or is NUL, or when the file is too large.
  package init(file: String, contents: [UInt8]) throws(DiagnosticsError) {
    self.file = file
    guard contents.count <= Self.maximumByteCount else { throw DiagnosticsError([.tooLarge(file: file)]) }
    let start = contents.starts(with: [0xEF, 0xBB, 0xBF]) ? 3 : 0
    var result: [UInt8] = []
    result.reserveCapacity(contents.count)
    var index = start
    while index < contents.count {
      let byte = contents[index]
      if byte == ASCII.carriageReturn {
        let isPair = index + 1 < contents.count && contents[index + 1] == ASCII.lineFeed
        result.append(ASCII.lineFeed)
        index += isPair ? 2 : 1
      } else if byte < 0x80 {
        guard byte != 0 else { throw Self.refusal(.nulCharacter, file: file, before: result) }
        result.append(byte)
        index += 1
      } else {
        let length = Self.scalarLength(in: contents, at: index)
        guard length > 0 else { throw Self.refusal(.notUTF8, file: file, before: result) }
        result.append(contentsOf: contents[index..<index + length])
        index += length
      }
    }
    bytes = result
  }

  private init(file: String, bytes: [UInt8]) {
    self.file = file
    self.bytes = bytes
  }

  /// The text of a range.
  func string(_ range: Range<Int>) -> String { String(decoding: bytes[range], as: UTF8.self) }

  private static func refusal(_ refusal: Refusal, file: String, before good: [UInt8]) -> DiagnosticsError {
    var cursor = LocationCursor(SourceText(file: file, bytes: good))
    return DiagnosticsError([Finding(refusal, at: good.count).diagnostic(at: cursor.location(at: good.count))])
  }

  /// The length of the scalar that starts here with a byte above 0x7F, or 0 when it is not well formed (Unicode, table 3-7).
  private static func scalarLength(in bytes: [UInt8], at index: Int) -> Int {
    let (length, second): (Int, ClosedRange<UInt8>) =
      switch bytes[index] {
      case 0xC2...0xDF: (2, 0x80...0xBF)
      case 0xE0: (3, 0xA0...0xBF)
      case 0xE1...0xEC, 0xEE...0xEF: (3, 0x80...0xBF)
      case 0xED: (3, 0x80...0x9F)
      case 0xF0: (4, 0x90...0xBF)
      case 0xF1...0xF3: (4, 0x80...0xBF)
      case 0xF4: (4, 0x80...0x8F)
      default: (0, 0...0)
      }
    guard length > 0, index + length <= bytes.count, second.contains(bytes[index + 1]) else { return 0 }
    for later in (index + 2)..<(index + max(2, length)) where bytes[later] & 0xC0 != 0x80 { return 0 }
    return length
  }
}
