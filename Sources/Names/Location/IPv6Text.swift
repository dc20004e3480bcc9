/// IPv6 addresses as text, so that two ways to write one address are one host.
package enum IPv6Text {
  /// The address as eight hexadecimal groups without leading zeros, with its zone if it has one; nil when it is no address.
  static func canonical(_ text: String) -> String? {
    let halves = text.split(separator: "%", maxSplits: 1, omittingEmptySubsequences: false)
    if halves.count == 2 {
      let zone = halves[1]
      guard !zone.isEmpty, zone.utf8.allSatisfy({ NamePattern.isLowerOrDigit($0) || $0 == UInt8(ascii: "-") }) else { return nil }
    }
    guard let address = halves.first, let groups = groups(of: String(address)) else { return nil }
    let written = groups.map { String($0, radix: 16) }.joined(separator: ":")
    return halves.count == 2 ? written + "%" + halves[1] : written
  }

  /// The eight groups of an address without a zone; nil when it is no address.
  package static func groups(of text: String) -> [UInt16]? {
    guard let gap = text.firstRange(of: "::") else {
      let all = run(text[...])
      return all?.count == 8 ? all : nil
    }
    let head = text[..<gap.lowerBound]
    let tail = text[gap.upperBound...]
    guard !tail.contains("::"), let before = head.isEmpty ? [] : run(head), let after = tail.isEmpty ? [] : run(tail) else {
      return nil
    }
    guard before.count + after.count <= 7, !head.contains(".") else { return nil }
    return before + [UInt16](repeating: 0, count: 8 - before.count - after.count) + after
  }

  /// A run of groups between colons; the last may be an IPv4 address in dots.
  private static func run(_ text: Substring) -> [UInt16]? {
    var groups: [UInt16] = []
    let parts = text.split(separator: ":", omittingEmptySubsequences: false)
    for (offset, part) in parts.enumerated() {
      if part.contains(".") {
        let bytes = part.split(separator: ".", omittingEmptySubsequences: false)
        guard offset == parts.count - 1, bytes.count == 4 else { return nil }
        let numbers = bytes.compactMap { $0.utf8.allSatisfy(NamePattern.isDigit) ? UInt8($0) : nil }
        guard numbers.count == 4 else { return nil }
        groups.append(UInt16(numbers[0]) << 8 | UInt16(numbers[1]))
        groups.append(UInt16(numbers[2]) << 8 | UInt16(numbers[3]))
      } else {
        guard (1...4).contains(part.utf8.count), part.first != "+", let group = UInt16(part, radix: 16) else { return nil }
        groups.append(group)
      }
    }
    return groups
  }
}
