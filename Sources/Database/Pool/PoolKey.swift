/// Whom a borrower works for.
///
/// Waiters of different keys take turns, so that one key cannot keep the others waiting.
public struct PoolKey: Sendable, Hashable, CustomStringConvertible {
  /// The key as text.
  public let description: String

  /// Makes a key, of a tenant's name for example.
  public init(_ text: String) { description = text }

  /// The key of those who do not say.
  public static let `default` = PoolKey("")
}
