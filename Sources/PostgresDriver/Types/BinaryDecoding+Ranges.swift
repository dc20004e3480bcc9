import SQL

/// The flags in front of a range.
enum RangeFlags {
  static let isEmpty: UInt8 = 0x01
  static let includesLower: UInt8 = 0x02
  static let includesUpper: UInt8 = 0x04
  static let hasNoLower: UInt8 = 0x08
  static let hasNoUpper: UInt8 = 0x10
}

extension BinaryDecoding {
  /// A range: flags, then each bound that there is, with its length.
  static func range(_ bytes: Span<UInt8>, _ type: RangeType, _ read: (Span<UInt8>) -> SQLValue?) -> RangeValue? {
    guard bytes.count >= 1 else { return nil }
    let flags = bytes[0]
    if flags & RangeFlags.isEmpty != 0 { return RangeValue(type: type, bounds: nil) }
    var offset = 1
    func bound(isThere: Bool, isIncluded: Bool) -> RangeBound<SQLValue>? {
      guard isThere else { return .unbounded }
      guard offset + 4 <= bytes.count else { return nil }
      let length = Int(number(bytes, at: offset, as: Int32.self))
      offset += 4
      guard length >= 0, offset + length <= bytes.count, let value = read(bytes.extracting(offset..<offset + length)) else {
        return nil
      }
      offset += length
      return isIncluded ? .including(value) : .excluding(value)
    }
    guard
      let lower = bound(isThere: flags & RangeFlags.hasNoLower == 0, isIncluded: flags & RangeFlags.includesLower != 0),
      let upper = bound(isThere: flags & RangeFlags.hasNoUpper == 0, isIncluded: flags & RangeFlags.includesUpper != 0),
      offset == bytes.count
    else { return nil }
    return RangeValue(type: type, bounds: RangeValue.Bounds(lower: lower, upper: upper))
  }
}
