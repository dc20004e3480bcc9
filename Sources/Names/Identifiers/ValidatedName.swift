/// A name that was checked once and is a value from then on.
///
/// Every identifier of the product is a type of its own, so that a schema cannot be passed where a tenant is asked for,
/// and so that text which was never checked cannot reach SQL, a path or a log line.
public protocol ValidatedName: Sendable, Hashable, Comparable, CustomStringConvertible, Codable {
  /// The text, as it is written.
  var text: String { get }

  /// What a person calls this kind of name, for messages: "tenant name".
  static var kind: String { get }

  /// The first rule that the text breaks, or nil.
  static func violation(of text: String) -> NameViolation?

  /// Wraps text that is known to be right: use ``init(_:)`` for everything that comes from outside.
  init(unchecked text: String)
}

/// The rule that a text breaks, and what to do about it.
public struct NameViolation: Sendable, Equatable {
  /// What is wrong, as the end of a sentence: "must start with a lower-case letter".
  public var reason: String
  /// What to write in its place.
  public var hint: String

  /// Makes a violation.
  public init(_ reason: String, hint: String) {
    self.reason = reason
    self.hint = hint
  }
}

/// A text that is not a name of the wanted kind.
public struct NameError: Error, Sendable, Equatable, CustomStringConvertible {
  /// The kind of name that was wanted.
  public var kind: String
  /// The text that was given.
  public var text: String
  /// The rule that it breaks.
  public var violation: NameViolation

  /// Makes an error.
  public init(kind: String, text: String, violation: NameViolation) {
    self.kind = kind
    self.text = text
    self.violation = violation
  }

  /// What is wrong, with the text shown escaped.
  public var description: String { "\(kind) \(text.escapedForDisplay) \(violation.reason)" }
}

extension ValidatedName {
  /// Checks the text.
  ///
  /// - Throws: ``NameError`` with the first rule that the text breaks.
  public init(_ text: String) throws(NameError) {
    if let violation = Self.violation(of: text) {
      throw NameError(kind: Self.kind, text: text, violation: violation)
    }
    self.init(unchecked: text)
  }

  /// The text, as it is written.
  public var description: String { text }

  /// Orders by bytes, like `COLLATE "C"`.
  public static func < (left: Self, right: Self) -> Bool { left.text.utf8.lexicographicallyPrecedes(right.text.utf8) }

  /// Decodes and checks a text.
  public init(from decoder: any Decoder) throws {
    try self.init(decoder.singleValueContainer().decode(String.self))
  }

  /// Encodes the text alone.
  public func encode(to encoder: any Encoder) throws {
    var container = encoder.singleValueContainer()
    try container.encode(text)
  }
}
