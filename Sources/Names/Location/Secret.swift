/// A text that is never shown: every description of it is the same.
public struct Secret: Sendable, Hashable, CustomStringConvertible, CustomDebugStringConvertible, CustomReflectable {
  private let text: String

  /// Wraps a text.
  public init(_ text: String) { self.text = text }

  /// The text itself.
  ///
  /// Call it where the text is used and keep it nowhere.
  public func reveal() -> String { text }

  /// Never the text.
  public var description: String { "<secret>" }
  /// Never the text.
  public var debugDescription: String { "<secret>" }
  /// Never the text.
  public var customMirror: Mirror { Mirror(self, children: [:]) }
}
