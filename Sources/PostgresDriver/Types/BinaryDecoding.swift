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

  /// A day as text, as `date_out` writes it in the ISO style.
  static func date(_ bytes: Span<UInt8>) -> String? {
    guard let days = number(bytes, as: Int32.self) else { return nil }
    if days == .max { return "infinity" }
    if days == .min { return "-infinity" }
    return CivilDate(daysSinceEpoch: Int64(days) + 10_957).text
  }

  /// A time of day as text, as `time_out` writes it.
  static func time(_ bytes: Span<UInt8>) -> String? {
    guard let microseconds = number(bytes, as: Int64.self) else { return nil }
    let seconds = microseconds / 1_000_000
    var text = [seconds / 3600, seconds / 60 % 60, seconds % 60].map(CivilDate.twoDigits).joined(separator: ":")
    var fraction = String(microseconds % 1_000_000 + 1_000_000).dropFirst()
    while fraction.last == "0" { fraction.removeLast() }
    if !fraction.isEmpty { text += "." + fraction }
    return text
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

  /// A number of any size as its exact decimal text, as `numeric_out` writes it.
  ///
  /// Digits come in groups of four.
  static func numeric(_ bytes: Span<UInt8>) -> String? {
    guard bytes.count >= 8 else { return nil }
    let groupCount = Int(number(bytes, at: 0, as: Int16.self))
    let weight = Int(number(bytes, at: 2, as: Int16.self))
    let scale = Int(number(bytes, at: 6, as: Int16.self))
    guard groupCount >= 0, scale >= 0, bytes.count == 8 + 2 * groupCount else { return nil }
    var text: [UInt8] = []
    switch number(bytes, at: 4, as: UInt16.self) {
    case 0x0000: break
    case 0x4000: text.append(UInt8(ascii: "-"))
    case 0xC000: return "NaN"
    case 0xD000: return "Infinity"
    case 0xF000: return "-Infinity"
    default: return nil
    }
    func group(_ index: Int) -> Int {
      (0..<groupCount).contains(index) ? Int(number(bytes, at: 8 + 2 * index, as: Int16.self)) : 0
    }
    text += weight < 0 ? "0".utf8 : String(group(0)).utf8
    if weight > 0 { for index in 1...weight { text += padded(group(index)) } }
    if scale > 0 {
      text.append(UInt8(ascii: "."))
      let start = text.count
      var index = weight + 1
      while text.count - start < scale {
        text += padded(group(index))
        index += 1
      }
      text.removeLast(text.count - start - scale)
    }
    return String(decoding: text, as: UTF8.self)
  }

  private static func padded(_ group: Int) -> [UInt8] {
    let digit = UInt8(ascii: "0")
    return [group / 1000, group / 100 % 10, group / 10 % 10, group % 10].map { digit + UInt8(truncatingIfNeeded: $0) }
  }
}
