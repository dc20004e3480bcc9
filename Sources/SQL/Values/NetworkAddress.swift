import Names

/// An address of a host or a network, with the length of its prefix: PostgreSQL's `inet` and `cidr`.
///
/// It is sent as `inet`, which a column of type `cidr` takes when no bit stands behind the prefix. On SQLite it is stored as its
/// ``description``.
public struct NetworkAddress: Sendable, Hashable {
  /// The address: 4 bytes for IPv4, 16 for IPv6.
  public let bytes: [UInt8]
  /// How many bits name the network; all of them for a host.
  public let prefixLength: Int

  /// Makes an address.
  ///
  /// - Returns: nil unless there are 4 or 16 bytes, and a prefix that is no longer than they are.
  public init?(bytes: [UInt8], prefixLength: Int) {
    guard bytes.count == 4 || bytes.count == 16, (0...bytes.count * 8).contains(prefixLength) else { return nil }
    self.bytes = bytes
    self.prefixLength = prefixLength
  }

  /// True for an address of version 6.
  public var isIPv6: Bool { bytes.count == 16 }
}

extension NetworkAddress: LosslessStringConvertible {
  /// As PostgreSQL writes `inet`: `10.0.0.1`, `10.0.0.0/8`, `2001:db8::1/64`.
  public var description: String { prefixLength == bytes.count * 8 ? addressText : networkText }

  /// As PostgreSQL writes `cidr`: always with the prefix.
  package var networkText: String { "\(addressText)/\(prefixLength)" }

  private var addressText: String {
    guard isIPv6 else { return bytes.map(String.init).joined(separator: ".") }
    let groups = (0..<8).map { UInt16(bytes[2 * $0]) << 8 | UInt16(bytes[2 * $0 + 1]) }
    let gap = Self.longestGap(groups)
    // An address of version 4 inside of one of version 6 keeps its dots.
    let isMapped = gap.lowerBound == 0 && (gap.count == 6 || gap.count == 5 && groups[5] == 0xFFFF)
    let end = isMapped ? 6 : 8
    var text = ""
    for index in 0..<end {
      if gap.contains(index) {
        if index == gap.lowerBound { text += ":" }
        continue
      }
      if index > 0 { text += ":" }
      text += String(groups[index], radix: 16)
    }
    if isMapped { return text + ":" + bytes[12...].map(String.init).joined(separator: ".") }
    return gap.upperBound == 8 && !gap.isEmpty ? text + ":" : text
  }

  /// The first of the longest runs of two or more zeros.
  private static func longestGap(_ groups: [UInt16]) -> Range<Int> {
    var longest = 8..<8
    var start = 0
    while start < 8 {
      let end = groups[start...].firstIndex { $0 != 0 } ?? 8
      if end - start >= 2, end - start > longest.count { longest = start..<end }
      start = max(end, start) + 1
    }
    return longest
  }

  /// Reads an address, with or without the length of its prefix.
  public init?(_ description: String) {
    let parts = description.split(separator: "/", maxSplits: 1, omittingEmptySubsequences: false)
    guard let address = parts.first, let bytes = Self.bytes(String(address)) else { return nil }
    guard parts.count == 2 else {
      self.init(bytes: bytes, prefixLength: bytes.count * 8)
      return
    }
    guard parts[1].utf8.allSatisfy({ (48...57).contains($0) }), let length = Int(parts[1]) else { return nil }
    self.init(bytes: bytes, prefixLength: length)
  }

  private static func bytes(_ text: String) -> [UInt8]? {
    if text.contains(":") { return IPv6Text.groups(of: text)?.flatMap { [UInt8($0 >> 8), UInt8($0 & 255)] } }
    let parts = text.split(separator: ".", omittingEmptySubsequences: false)
    let bytes = parts.compactMap { $0.utf8.allSatisfy { (48...57).contains($0) } ? UInt8($0) : nil }
    return parts.count == 4 && bytes.count == 4 ? bytes : nil
  }
}
