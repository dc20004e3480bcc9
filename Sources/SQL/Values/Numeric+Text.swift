extension Numeric: LosslessStringConvertible {
  /// All its digits, as PostgreSQL writes them: `-0.050`, `NaN`, `Infinity`.
  public var description: String {
    switch sign {
    case .notANumber: return "NaN"
    case .infinity: return "Infinity"
    case .negativeInfinity: return "-Infinity"
    case .positive, .negative: break
    }
    var text: [UInt8] = sign == .negative ? [UInt8(ascii: "-")] : []
    let weight = Int(weight)
    text += weight < 0 ? "0".utf8 : String(group(0)).utf8
    if weight > 0 { for index in 1...weight { append(group(index), to: &text) } }
    if scale > 0 {
      text.append(UInt8(ascii: "."))
      let start = text.count
      var index = weight + 1
      while text.count - start < scale {
        append(group(index), to: &text)
        index += 1
      }
      text.removeLast(text.count - start - scale)
    }
    return String(decoding: text, as: UTF8.self)
  }

  private func group(_ index: Int) -> Int { groups.indices.contains(index) ? Int(groups[index]) : 0 }

  private func append(_ group: Int, to text: inout [UInt8]) {
    for divisor in [1000, 100, 10, 1] { text.append(UInt8(ascii: "0") + UInt8(group / divisor % 10)) }
  }

  /// Reads a number: digits with an optional sign, point and exponent, or `NaN`, `Infinity`, `-Infinity`.
  ///
  /// - Returns: nil for other text, for more than 16383 digits after the point or 131072 before it.
  public init?(_ description: String) {
    switch description {
    case "NaN": self = .notANumber
    case "Infinity": self = .infinity
    case "-Infinity": self = .negativeInfinity
    default:
      guard let digits = DecimalDigits(description) else { return nil }
      self.init(digits)
    }
  }

  private init?(_ number: DecimalDigits) {
    let scale = max(0, number.digits.count - number.point)
    let significant = number.digits.drop { $0 == 0 }
    let point = number.point - (number.digits.count - significant.count)
    guard scale <= Self.maximumScale, significant.isEmpty || point <= Self.maximumWholeDigits else { return nil }
    // The point lies between two groups; how many whole groups stand before it, rounded up also below zero.
    let wholeGroups = significant.isEmpty ? 1 : (point + 3) >> 2
    let padding = wholeGroups * 4 - point
    var groups: [Int16] = []
    var group: Int16 = 0
    var width = significant.isEmpty ? 0 : padding
    for digit in significant {
      group = group * 10 + Int16(digit)
      width += 1
      if width == 4 {
        groups.append(group)
        (group, width) = (0, 0)
      }
    }
    if width > 0 {
      for _ in width..<4 { group *= 10 }
      groups.append(group)
    }
    self.init(isNegative: number.isNegative, groups: groups, weight: wholeGroups - 1, scale: scale)
  }
}

/// A number taken apart: its digits, and how many of them stand before the point.
///
/// That may be fewer than none or more than there are.
private struct DecimalDigits {
  var isNegative = false
  var digits: [UInt8] = []
  var point = 0

  init?(_ text: String) {
    var rest = Substring(text).utf8
    if rest.first == UInt8(ascii: "-") || rest.first == UInt8(ascii: "+") { isNegative = rest.removeFirst() == UInt8(ascii: "-") }
    var hasPoint = false
    while let byte = rest.first {
      if byte == UInt8(ascii: "."), !hasPoint {
        hasPoint = true
        point = digits.count
      } else if (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(byte) {
        digits.append(byte - UInt8(ascii: "0"))
      } else {
        break
      }
      rest.removeFirst()
    }
    if !hasPoint { point = digits.count }
    guard !digits.isEmpty else { return nil }
    guard let mark = rest.popFirst() else { return }
    let exponent = String(decoding: rest, as: UTF8.self)
    guard mark == UInt8(ascii: "e") || mark == UInt8(ascii: "E"), let exponent = Int(exponent), abs(exponent) < 200_000 else {
      return nil
    }
    point += exponent
    // What lies beyond the last digit is zeros.
    if point > digits.count { digits += Array(repeating: 0, count: point - digits.count) }
  }
}
