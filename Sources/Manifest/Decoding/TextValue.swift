import Names

/// A value that was read, and the node that it was read from.
struct Located<Value> {
  var value: Value
  var node: Int
}

/// The text of a scalar, with its variables replaced.
struct TextValue {
  var text: String
  var node: Int
  /// The text as it stands in the file.
  var written: String
  /// The bytes of ``text`` that came from the environment.
  var fromEnvironment: [Range<Int>] = []

  /// The text for a message.
  ///
  /// What came from the environment may be a secret: the text as written is shown then.
  var shown: String { Shown.text(fromEnvironment.isEmpty ? text : written) }

  /// True when every byte of a range came from the environment.
  ///
  /// An empty range did.
  func isFromEnvironment(_ range: Range<Int>) -> Bool {
    range.allSatisfy { byte in fromEnvironment.contains { $0.contains(byte) } }
  }

  /// A range of the text with each part from the environment replaced by one harmless letter: what the file itself says.
  func literal(in range: Range<Int>) -> String {
    let bytes = Array(text.utf8)
    var result: [UInt8] = []
    var offset = range.lowerBound
    while offset < range.upperBound {
      if let part = fromEnvironment.first(where: { $0.contains(offset) }) {
        result.append(UInt8(ascii: "x"))
        offset = part.upperBound
      } else {
        result.append(bytes[offset])
        offset += 1
      }
    }
    return String(decoding: result, as: UTF8.self)
  }
}
