/// A JSON document as text: `jsonb` on PostgreSQL, text on SQLite.
///
/// A `String` is bound as text; this says that it is a document. Nothing checks it before the database does.
public struct JSONDocument: Sendable, Hashable {
  /// The document.
  public var text: String

  /// Wraps a document.
  public init(_ text: String) { self.text = text }
}
