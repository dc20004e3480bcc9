import SQL

/// How values are read from PostgreSQL's binary format.
///
/// Every reader returns nil for bytes that are not of its type.
enum BinaryDecoding {
  /// A number of the width of the bytes, most significant first.
  @inline(__always)
  static func number<Number: FixedWidthInteger & BitwiseCopyable>(_ bytes: Span<UInt8>, as type: Number.Type = Number.self)
    -> Number?
  {
    guard bytes.count == MemoryLayout<Number>.size else { return nil }
    return number(bytes, at: 0)
  }

  /// The number that begins at an offset.
  @inline(__always)
  static func number<Number: FixedWidthInteger & BitwiseCopyable>(
    _ bytes: Span<UInt8>, at offset: Int, as type: Number.Type = Number.self
  )
    -> Number
  {
    // Safe for every number: any bits are one, and the load checks that they are there.
    unsafe Number(bigEndian: bytes.bytes.unsafeLoadUnaligned(fromByteOffset: offset, as: Number.self))
  }

  /// A text, when it is valid UTF-8.
  @inline(__always)
  static func text(_ bytes: Span<UInt8>) -> String? {
    // Most texts are ASCII, and looking for that here takes a third of the time of a full validation.
    if isASCII(bytes) { return unsafe String(copying: UTF8Span(unchecked: bytes, isKnownASCII: true)) }
    guard let valid = try? UTF8Span(validating: bytes) else { return nil }
    return String(copying: valid)
  }

  @inline(__always)
  private static func isASCII(_ bytes: Span<UInt8>) -> Bool {
    let raw = unsafe bytes.bytes
    var seen: UInt64 = 0
    var offset = 0
    while offset + 8 <= bytes.count {
      unsafe seen |= raw.unsafeLoadUnaligned(fromByteOffset: offset, as: UInt64.self)
      offset += 8
    }
    while offset < bytes.count {
      seen |= UInt64(bytes[offset])
      offset += 1
    }
    return seen & 0x8080_8080_8080_8080 == 0
  }

  /// Bytes.
  static func bytes(_ bytes: Span<UInt8>) -> [UInt8] {
    unsafe bytes.withUnsafeBufferPointer { unsafe [UInt8]($0) }
  }

  /// A moment; the infinities have the same values as ours.
  static func timestamp(_ bytes: Span<UInt8>) -> Timestamp? {
    guard let number = number(bytes, as: Int64.self) else { return nil }
    if number == .max || number == .min { return Timestamp(microsecondsSinceEpoch: number) }
    let (sum, overflow) = number.addingReportingOverflow(BinaryEncoding.epochOffset)
    return overflow ? nil : Timestamp(microsecondsSinceEpoch: sum)
  }

  /// A UUID as text, in lower case.
  static func uuid(_ bytes: Span<UInt8>) -> String? {
    guard bytes.count == 16 else { return nil }
    var text: [UInt8] = []
    text.reserveCapacity(36)
    for index in bytes.indices {
      if index == 4 || index == 6 || index == 8 || index == 10 { text.append(UInt8(ascii: "-")) }
      for nibble in [bytes[index] >> 4, bytes[index] & 15] { text.append(nibble < 10 ? 48 + nibble : 87 + nibble) }
    }
    return String(decoding: text, as: UTF8.self)
  }
}
