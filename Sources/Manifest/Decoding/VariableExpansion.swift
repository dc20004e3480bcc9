/// Replaces `${NAME}` and `${NAME:-default}` by values of the environment; `$${` stands for a literal `${`.
///
/// A variable that is set to the empty text counts as not set, as `:-` has it in the shell: an empty value is never meant.
struct VariableExpansion {
  enum Failure: Error, Equatable {
    /// What is wrong with a `${…}`, as a sentence without a full stop.
    case malformed(String)
    /// Variables without a value and without a default.
    case unset([String])
  }

  /// The text with everything replaced.
  private(set) var text = ""
  /// The bytes of ``text`` that came from the environment.
  private(set) var fromEnvironment: [Range<Int>] = []

  private var unset: [String] = []

  /// True when a text has to be expanded at all.
  static func isNeeded(for text: String) -> Bool {
    var previousIsDollar = false
    for byte in text.utf8 {
      if previousIsDollar, byte == UInt8(ascii: "{") { return true }
      previousIsDollar = byte == UInt8(ascii: "$")
    }
    return false
  }

  /// Expands a text.
  ///
  /// - Parameter value: The value of a variable; the flag says whether the text has a default for it.
  init(_ source: String, value: (_ name: String, _ hasDefault: Bool) -> String?) throws(Failure) {
    var rest = Substring(source).utf8[...]
    while let dollar = rest.firstIndex(of: UInt8(ascii: "$")) {
      text += String(Substring(rest[..<dollar]))
      rest = rest[dollar...]
      if rest.starts(with: "$${".utf8) {
        text += "${"
        rest = rest.dropFirst(3)
      } else if rest.starts(with: "${".utf8) {
        rest = rest.dropFirst(2)
        guard let close = rest.firstIndex(of: UInt8(ascii: "}")) else { throw .malformed("a \"${\" has no \"}\"") }
        try expand(String(Substring(rest[..<close])), value: value)
        rest = rest[rest.index(after: close)...]
      } else {
        text += "$"
        rest = rest.dropFirst()
      }
    }
    text += String(Substring(rest))
    guard unset.isEmpty else { throw .unset(unset) }
  }

  private mutating func expand(_ body: String, value: (String, Bool) -> String?) throws(Failure) {
    let utf8 = body.utf8
    let nameEnd = utf8.firstIndex { !Self.isNameByte($0) } ?? utf8.endIndex
    let name = String(body[..<nameEnd])
    guard let first = name.utf8.first, !(UInt8(ascii: "0")...UInt8(ascii: "9")).contains(first) else {
      throw .malformed("a \"${…}\" holds no name of a variable")
    }
    let tail = Substring(body[nameEnd...]).utf8
    let hasDefault = tail.starts(with: ":-".utf8)
    guard tail.isEmpty || hasDefault else { throw .malformed("after the name in \"${…}\" comes neither \"}\" nor \":-\"") }
    guard !body.utf8.contains(where: { $0 == UInt8(ascii: "{") }) else { throw .malformed("a \"${…}\" holds another one") }
    if let value = value(name, hasDefault), !value.isEmpty {
      let start = text.utf8.count
      text += value
      fromEnvironment.append(start..<text.utf8.count)
    } else if hasDefault {
      text += String(Substring(tail.dropFirst(2)))
    } else {
      unset.append(name)
    }
  }

  private static func isNameByte(_ byte: UInt8) -> Bool {
    switch byte {
    case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"), UInt8(ascii: "0")...UInt8(ascii: "9"),
      UInt8(ascii: "_"):
      true
    default: false
    }
  }
}
