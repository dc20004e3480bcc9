extension TextDecoding {
  /// A list of texts: `{a,"b, \"c\"",d}`.
  ///
  /// Nil for more than one dimension and for NULL among the elements.
  static func textArray(_ text: String) -> [String]? {
    guard let elements = list(text) else { return nil }
    let texts = elements.compactMap(\.self)
    return texts.count == elements.count ? texts : nil
  }

  /// The elements of a list of anything as texts; nil is NULL.
  ///
  /// Nil for more than one dimension.
  static func list(_ text: String) -> [String?]? {
    var rest = Substring(text).utf8
    guard rest.popFirst() == UInt8(ascii: "{") else { return nil }
    if rest.first == UInt8(ascii: "}") { return rest.count == 1 ? [] : nil }
    var elements: [String?] = []
    while true {
      guard let element = element(from: &rest) else { return nil }
      elements.append(element)
      switch rest.popFirst() {
      case UInt8(ascii: ","): continue
      case UInt8(ascii: "}"): return rest.isEmpty ? elements : nil
      default: return nil
      }
    }
  }

  /// A list of whole numbers.
  static func integerArray(_ text: String) -> [Int64]? {
    guard let elements = textArray(text) else { return nil }
    let numbers = elements.compactMap(Int64.init)
    return numbers.count == elements.count ? numbers : nil
  }

  private static func element(from rest: inout Substring.UTF8View) -> String?? {
    if rest.first == UInt8(ascii: "\"") { return quotedElement(from: &rest).map { .some($0) } }
    var bytes: [UInt8] = []
    while let byte = rest.first, byte != UInt8(ascii: ","), byte != UInt8(ascii: "}") {
      guard byte != UInt8(ascii: "{"), byte != UInt8(ascii: "\"") else { return nil }
      rest.removeFirst()
      if byte == UInt8(ascii: "\\") {
        guard let escaped = rest.popFirst() else { return nil }
        bytes.append(escaped)
      } else {
        bytes.append(byte)
      }
    }
    let text = String(decoding: bytes, as: UTF8.self)
    // A text that reads NULL is always quoted, whatever its case.
    if text.uppercased() == "NULL" { return .some(nil) }
    return text.isEmpty ? nil : .some(text)
  }

  private static func quotedElement(from rest: inout Substring.UTF8View) -> String? {
    rest.removeFirst()
    var bytes: [UInt8] = []
    while let byte = rest.popFirst() {
      switch byte {
      case UInt8(ascii: "\""): return String(decoding: bytes, as: UTF8.self)
      case UInt8(ascii: "\\"):
        guard let escaped = rest.popFirst() else { return nil }
        bytes.append(escaped)
      default: bytes.append(byte)
      }
    }
    return nil
  }
}
