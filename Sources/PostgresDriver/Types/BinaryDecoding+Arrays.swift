extension BinaryDecoding {
  /// The elements of a list, read one by one.
  ///
  /// Nil for more than one dimension, which has no place in a list of values, and for NULL unless something stands for it.
  static func array<Element>(_ bytes: Span<UInt8>, null: Element? = nil, _ read: (Span<UInt8>) -> Element?) -> [Element]? {
    guard bytes.count >= 12 else { return nil }
    let dimensions: Int32 = number(bytes, at: 0)
    if dimensions == 0 { return [] }
    guard dimensions == 1, bytes.count >= 20 else { return nil }
    let count: Int32 = number(bytes, at: 12)
    var elements: [Element] = []
    var offset = 20
    for _ in 0..<max(0, count) {
      guard offset + 4 <= bytes.count else { return nil }
      let length = Int(number(bytes, at: offset, as: Int32.self))
      offset += 4
      if length == -1 {
        guard let null else { return nil }
        elements.append(null)
        continue
      }
      guard length >= 0, offset + length <= bytes.count, let element = read(bytes.extracting(offset..<offset + length)) else {
        return nil
      }
      elements.append(element)
      offset += length
    }
    return elements
  }

  /// A list of texts.
  static func textArray(_ bytes: Span<UInt8>) -> [String]? { array(bytes) { text($0) } }

  /// A list of whole numbers of any width.
  static func integerArray(_ bytes: Span<UInt8>) -> [Int64]? {
    guard bytes.count >= 12 else { return nil }
    let isUnsigned = number(bytes, at: 8, as: UInt32.self) == TypeOID.oid
    return array(bytes) { element in
      switch element.count {
      case 2: Int64(number(element, at: 0, as: Int16.self))
      case 4: isUnsigned ? Int64(number(element, at: 0, as: UInt32.self)) : Int64(number(element, at: 0, as: Int32.self))
      case 8: number(element, at: 0)
      default: nil
      }
    }
  }
}
