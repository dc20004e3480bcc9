import SQL

extension BinaryDecoding {
  /// A number of any size; its digits come in groups of four.
  static func numeric(_ bytes: Span<UInt8>) -> Numeric? {
    guard bytes.count >= 8 else { return nil }
    let count = Int(number(bytes, at: 0, as: Int16.self))
    let weight = Int(number(bytes, at: 2, as: Int16.self))
    let scale = Int(number(bytes, at: 6, as: Int16.self))
    guard count >= 0, bytes.count == 8 + 2 * count, let sign = Numeric.Sign(rawValue: number(bytes, at: 4)) else { return nil }
    switch sign {
    case .notANumber: return .notANumber
    case .infinity: return .infinity
    case .negativeInfinity: return .negativeInfinity
    case .positive, .negative:
      let groups = (0..<count).map { number(bytes, at: 8 + 2 * $0, as: Int16.self) }
      return Numeric(isNegative: sign == .negative, groups: groups, weight: weight, scale: scale)
    }
  }
}
