import Names
import Testing

@testable import Migrations

@Suite struct SourceTextTests {
  @Test(
    arguments: [
      ([0x61, 0x0D, 0x0A, 0x62, 0x0D, 0x63, 0x0A], "a\nb\nc\n"),
      ([0xEF, 0xBB, 0xBF, 0x61], "a"), ([0xEF, 0xBB, 0xBF], ""), ([], ""),
      (Array("ä€😀\u{10FFFF}\u{7FF}\u{800}\u{FFFF}\u{10000}".utf8), "ä€😀\u{10FFFF}\u{7FF}\u{800}\u{FFFF}\u{10000}"),
      ([0x0D, 0x0D, 0x0A], "\n\n"),
    ] as [([UInt8], String)])
  func `byte order marks and line endings are normalised`(contents: [UInt8], text: String) throws {
    #expect(try SourceText(file: "f", contents: contents).bytes == Array(text.utf8))
  }

  @Test(
    arguments: [
      ([0x61, 0x00], "1:2 nul-character"), ([0xEF, 0xBB, 0xBF, 0x00], "1:1 nul-character"),
      (Array("ä😀\r\nß".utf8) + [0x00], "2:2 nul-character"),
      ([0x80], "1:1 not-utf-8"), ([0x61, 0xFF], "1:2 not-utf-8"), ([0xFE, 0xFF, 0x00, 0x61], "1:1 not-utf-8"),
      ([0xC0, 0xAF], "1:1 not-utf-8"), ([0xC1, 0xBF], "1:1 not-utf-8"), ([0xE0, 0x9F, 0xBF], "1:1 not-utf-8"),
      ([0xED, 0xA0, 0x80], "1:1 not-utf-8"), ([0xF0, 0x8F, 0xBF, 0xBF], "1:1 not-utf-8"),
      ([0xF4, 0x90, 0x80, 0x80], "1:1 not-utf-8"), ([0xF5, 0x80, 0x80, 0x80], "1:1 not-utf-8"),
      (Array("é\n😀".utf8) + [0xE2, 0x82], "2:2 not-utf-8"), ([0xE2, 0x82, 0x41], "1:1 not-utf-8"), ([0xC3], "1:1 not-utf-8"),
      ([0xC3, 0xC3, 0xA4], "1:1 not-utf-8"),
    ] as [([UInt8], String)])
  func `the first place that is no text is refused`(contents: [UInt8], expected: String) throws {
    let error = #expect(throws: DiagnosticsError.self) { try SourceText(file: "f", contents: contents) }
    #expect(error?.diagnostics.map { "\($0.location.line):\($0.location.column) \($0.code)" } == [expected])
  }

  @Test func `every scalar is text`() throws {
    for start in stride(from: UInt32(1), through: 0x10FFFF, by: 0x4000) {
      let scalars = (start..<start + 0x4000).compactMap(Unicode.Scalar.init).filter { $0 != "\r" && $0 != "\u{FEFF}" }
      let bytes = Array(String(String.UnicodeScalarView(scalars)).utf8)
      #expect(try SourceText(file: "f", contents: bytes).bytes == bytes)
    }
  }

  @Test func `a file that is too large is refused`() {
    let contents = [UInt8](repeating: 0x20, count: SourceText.maximumByteCount + 1)
    let error = #expect(throws: DiagnosticsError.self) { try SourceText(file: "f", contents: contents) }
    #expect(error?.diagnostics.map(\.code) == ["file-too-large"])
  }
}
