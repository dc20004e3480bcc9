public import FoundationEssentials

extension UUID {
  /// A UUID of version 7: the moment in milliseconds, then chance.
  ///
  /// Later ones sort after earlier ones, which keeps indexes small.
  ///
  /// - Parameter now: The moment; it is there for tests.
  public static func version7(at now: Date = Date()) -> UUID {
    var bytes = UUID().uuid
    let milliseconds = UInt64(max(0, now.timeIntervalSince1970 * 1000))
    bytes.0 = UInt8(truncatingIfNeeded: milliseconds >> 40)
    bytes.1 = UInt8(truncatingIfNeeded: milliseconds >> 32)
    bytes.2 = UInt8(truncatingIfNeeded: milliseconds >> 24)
    bytes.3 = UInt8(truncatingIfNeeded: milliseconds >> 16)
    bytes.4 = UInt8(truncatingIfNeeded: milliseconds >> 8)
    bytes.5 = UInt8(truncatingIfNeeded: milliseconds)
    bytes.6 = 0x70 | (bytes.6 & 0x0F)
    return UUID(uuid: bytes)
  }
}
