/// A range taken apart: the texts of its bounds.
package struct RangeText {
  package struct Bounds {
    package let lower: RangeBound<String>
    package let upper: RangeBound<String>
  }

  /// The ends; nil for a range with nothing in it.
  package let bounds: Bounds?

  /// Reads what PostgreSQL writes.
  ///
  /// - Returns: nil for other text.
  package init?(_ text: String) {
    if text == "empty" {
      bounds = nil
      return
    }
    var rest = Substring(text).utf8
    guard let open = rest.popFirst(), open == UInt8(ascii: "[") || open == UInt8(ascii: "("),
      let lower = Self.bound(from: &rest), rest.popFirst() == UInt8(ascii: ","), let upper = Self.bound(from: &rest),
      let close = rest.popFirst(), close == UInt8(ascii: "]") || close == UInt8(ascii: ")"), rest.isEmpty
    else { return nil }
    bounds = Bounds(
      lower: Self.bound(lower, isIncluded: open == UInt8(ascii: "[")),
      upper: Self.bound(upper, isIncluded: close == UInt8(ascii: "]")))
  }

  private static func bound(_ text: String?, isIncluded: Bool) -> RangeBound<String> {
    guard let text else { return .unbounded }
    return isIncluded ? .including(text) : .excluding(text)
  }

  /// The text of a bound; the inner nil is a bound that is not there.
  private static func bound(from rest: inout Substring.UTF8View) -> String?? {
    guard let first = rest.first else { return nil }
    if [UInt8(ascii: ","), UInt8(ascii: "]"), UInt8(ascii: ")")].contains(first) { return .some(nil) }
    var bytes: [UInt8] = []
    var isQuoted = false
    while let byte = rest.first {
      if !isQuoted, [UInt8(ascii: ","), UInt8(ascii: "]"), UInt8(ascii: ")")].contains(byte) { break }
      rest.removeFirst()
      switch byte {
      case UInt8(ascii: "\\"):
        guard let escaped = rest.popFirst() else { return nil }
        bytes.append(escaped)
      case UInt8(ascii: "\""):
        if isQuoted, rest.first == byte {
          bytes.append(byte)
          rest.removeFirst()
        } else {
          isQuoted.toggle()
        }
      default: bytes.append(byte)
      }
    }
    return isQuoted ? nil : String(decoding: bytes, as: UTF8.self)
  }

  /// A bound's text, in quotes where it needs them.
  static func quoted(_ text: String) -> String {
    let needsQuotes = text.isEmpty || text.utf8.contains { $0 <= 32 || "\"\\()[],".utf8.contains($0) }
    guard needsQuotes else { return text }
    return "\"" + text.flatMap { $0 == "\"" || $0 == "\\" ? [$0, $0] : [$0] } + "\""
  }
}
