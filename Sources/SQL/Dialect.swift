/// What differs between the SQL of two engines, as values.
public struct Dialect: Sendable, Hashable {
  /// The engine.
  public enum Engine: String, Sendable, Hashable, CaseIterable {
    /// PostgreSQL, 15 or later.
    case postgres
    /// SQLite, 3.40 or later.
    case sqlite
  }

  /// The engine whose SQL this is.
  public let engine: Engine
  /// What stands before a placeholder's number: `$1` or `?1`.
  let placeholderPrefix: String

  /// PostgreSQL's SQL.
  public static let postgres = Dialect(engine: .postgres, placeholderPrefix: "$")
  /// SQLite's SQL.
  public static let sqlite = Dialect(engine: .sqlite, placeholderPrefix: "?")

  /// The placeholder of the bind at an index, from 1.
  public func placeholder(_ index: Int) -> String { placeholderPrefix + String(index) }
}
