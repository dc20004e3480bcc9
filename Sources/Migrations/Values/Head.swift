/// A point in a set's chain: each migration's checksum hashed together with the head before it.
public struct Head: Sendable, Hashable, CustomStringConvertible {
  /// 64 lower-case hexadecimal digits.
  public var hex: String

  /// Wraps a digest that this program made or stored.
  public init(hex: String) { self.hex = hex }

  /// The first 12 digits, enough for a person.
  public var description: String { String(hex.prefix(12)) }
}
