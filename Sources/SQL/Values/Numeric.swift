/// A number with exactly the decimal digits that it was written with: PostgreSQL's `numeric`.
///
/// The scale, the number of digits after the point, is kept: `1.50` stays `1.50`. Two numbers are equal when they are the same
/// number, whatever their scales are, as in PostgreSQL; there NaN equals itself too, and is greater than everything else.
///
/// ```swift
/// let price = Numeric("12.50")           // nil for text that is no number
/// let digits = price?.description        // "12.50"
/// ```
///
/// On SQLite it is stored as its ``description``.
public struct Numeric: Sendable {
  /// Of which kind it is; the numbers are PostgreSQL's on the wire.
  package enum Sign: UInt16, Sendable {
    case positive = 0
    case negative = 0x4000
    case notANumber = 0xC000
    case infinity = 0xD000
    case negativeInfinity = 0xF000
  }

  /// The most digits after the point.
  static let maximumScale = 16_383
  /// The most digits before the point.
  static let maximumWholeDigits = 131_072

  // The order keeps the value within 16 bytes, as every value that is bound should be.

  /// Groups of four digits, without groups of zeros at either end.
  package let groups: [Int16]
  /// The place of the first group: 0 is the one before the point.
  package let weight: Int16
  private let digitsAfterPoint: UInt16
  package let sign: Sign

  /// How many digits stand after the point.
  public var scale: Int { Int(digitsAfterPoint) }

  private init(_ sign: Sign) { (self.sign, groups, weight, digitsAfterPoint) = (sign, [], 0, 0) }

  /// Takes groups of digits; those of zeros at the ends go.
  ///
  /// - Returns: nil when the number is out of range.
  package init?(isNegative: Bool, groups: [Int16], weight: Int, scale: Int) {
    guard (0...Self.maximumScale).contains(scale), groups.allSatisfy({ (0...9999).contains($0) }) else { return nil }
    let first = groups.firstIndex { $0 != 0 } ?? groups.count
    let end = (groups.lastIndex { $0 != 0 } ?? groups.count - 1) + 1
    guard first < end else {
      (sign, self.groups, self.weight, digitsAfterPoint) = (.positive, [], 0, UInt16(scale))
      return
    }
    guard let weight = Int16(exactly: weight - first) else { return nil }
    self.sign = isNegative ? .negative : .positive
    self.groups = first == 0 && end == groups.count ? groups : Array(groups[first..<end])
    self.weight = weight
    digitsAfterPoint = UInt16(scale)
  }

  /// Not a number.
  public static let notANumber = Numeric(.notANumber)
  /// More than every number.
  public static let infinity = Numeric(.infinity)
  /// Less than every number.
  public static let negativeInfinity = Numeric(.negativeInfinity)

  /// A whole number.
  public init(_ number: Int64) {
    var groups: [Int16] = []
    var rest = number.magnitude
    while rest > 0 {
      groups.append(Int16(rest % 10_000))
      rest /= 10_000
    }
    let weight = Int16(max(0, groups.count - 1))
    let last = groups.firstIndex { $0 != 0 } ?? 0
    self.groups = groups[last...].reversed()
    self.weight = weight
    sign = number < 0 ? .negative : .positive
    digitsAfterPoint = 0
  }

  /// False for NaN and the infinities.
  public var isFinite: Bool { sign == .positive || sign == .negative }
}

extension Numeric: Hashable, Comparable {
  /// True for the same number, whatever the scales are.
  public static func == (left: Numeric, right: Numeric) -> Bool {
    left.sign == right.sign && left.weight == right.weight && left.groups == right.groups
  }

  /// Equal numbers have equal hashes.
  public func hash(into hasher: inout Hasher) {
    hasher.combine(sign)
    hasher.combine(weight)
    hasher.combine(groups)
  }

  /// Orders as PostgreSQL does: NaN is greater than everything else.
  public static func < (left: Numeric, right: Numeric) -> Bool {
    if left.rank != right.rank { return left.rank < right.rank }
    guard left.isFinite else { return false }
    return left.sign == .negative ? right.isNearerToZero(than: left) : left.isNearerToZero(than: right)
  }

  private var rank: Int {
    switch sign {
    case .negativeInfinity: 0
    case .negative: 1
    case .positive: groups.isEmpty ? 2 : 3
    case .infinity: 4
    case .notANumber: 5
    }
  }

  private func isNearerToZero(than other: Numeric) -> Bool {
    weight == other.weight ? groups.lexicographicallyPrecedes(other.groups) : weight < other.weight
  }
}

extension Numeric: ExpressibleByIntegerLiteral {
  /// A whole number of the source code.
  public init(integerLiteral value: Int64) { self.init(value) }
}

extension Int64 {
  /// The whole number, when it is one and fits.
  public init?(exactly number: Numeric) {
    guard number.isFinite, number.weight >= number.groups.count - 1 || number.groups.isEmpty, number.weight < 5 else {
      return nil
    }
    var result: Int64 = 0
    for index in 0...Int(number.weight) {
      let group = index < number.groups.count ? Int64(number.groups[index]) : 0
      let (product, isTooLarge) = result.multipliedReportingOverflow(by: 10_000)
      let (sum, isOutside) = product.addingReportingOverflow(number.sign == .negative ? -group : group)
      guard !isTooLarge, !isOutside else { return nil }
      result = sum
    }
    self = result
  }
}

extension Double {
  /// The nearest floating-point number; an infinity for what is too large.
  public init(_ number: Numeric) { self = Double(number.description) ?? .nan }
}
