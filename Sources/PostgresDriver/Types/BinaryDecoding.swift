import SQL

/// How values are read from PostgreSQL's binary format.
///
/// Every reader returns nil for bytes that are not of its type.
enum BinaryDecoding {
  /// A number of the width of the bytes, most significant first.
  @inline(__always)
  static func number<Number: FixedWidthInteger>(_ bytes: Span<UInt8>, as type: Number.Type = Number.self) -> Number? {
    let width = MemoryLayout<Number>.size
    guard bytes.count == width else { return nil }
    return number(bytes, at: 0)
  }

  /// The number that begins at an offset.
  @inline(__always)
  static func number<Number: FixedWidthInteger>(_ bytes: Span<UInt8>, at offset: Int, as type: Number.Type = Number.self)
    -> Number
  {
    var result: UInt64 = 0
    for index in 0..<MemoryLayout<Number>.size { result = result << 8 | UInt64(bytes[offset + index]) }
    return Number(truncatingIfNeeded: result)
  }

  /// A text, when it is valid UTF-8.
  @inline(__always)
  static func text(_ bytes: Span<UInt8>) -> String? {
    guard let valid = try? UTF8Span(validating: bytes) else { return nil }
    return String(copying: valid)
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
