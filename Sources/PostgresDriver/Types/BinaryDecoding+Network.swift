import SQL

extension BinaryDecoding {
  /// An address, and whether it is a `cidr`: family, prefix, kind, length, bytes.
  static func network(_ bytes: Span<UInt8>) -> (address: NetworkAddress, isNetwork: Bool)? {
    guard bytes.count >= 4, bytes.count == 4 + Int(bytes[3]), bytes[0] == (bytes[3] == 4 ? 2 : 3) else { return nil }
    let address = NetworkAddress(bytes: self.bytes(bytes.extracting(droppingFirst: 4)), prefixLength: Int(bytes[1]))
    return address.map { ($0, bytes[2] == 1) }
  }
}
