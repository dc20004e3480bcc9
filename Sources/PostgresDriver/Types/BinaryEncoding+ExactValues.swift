import SQL

extension BinaryEncoding {
  static func write(_ number: Numeric, to output: inout RawOutput) {
    output.append(Int16(truncatingIfNeeded: number.groups.count))
    output.append(number.weight)
    output.append(number.sign.rawValue)
    output.append(Int16(truncatingIfNeeded: number.scale))
    for group in number.groups { output.append(group) }
  }

  static func write(_ interval: Interval, to output: inout RawOutput) {
    output.append(interval.microseconds)
    output.append(interval.days)
    output.append(interval.months)
  }

  static func write(_ address: NetworkAddress, to output: inout RawOutput) {
    output.append(address.isIPv6 ? 3 as UInt8 : 2)
    output.append(UInt8(truncatingIfNeeded: address.prefixLength))
    output.append(0 as UInt8)  // `inet` and not `cidr`.
    output.append(UInt8(truncatingIfNeeded: address.bytes.count))
    output.append(address.bytes)
  }
}
