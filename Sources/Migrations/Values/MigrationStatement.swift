public import Names

/// One statement of a migration or seed file, with its place in it.
public struct MigrationStatement: Sendable, Equatable {
  /// A piece of a statement's text.
  public enum Piece: Sendable, Hashable {
    /// Text as written.
    case text(String)
    /// `${tenant_schema}`, to be written as a quoted identifier.
    case tenantSchema
    /// `${shared_schema}`, to be written as a quoted identifier.
    case sharedSchema
    /// `${tenant_schema}` inside of quotes, to be written bare.
    case tenantSchemaInQuotes
    /// `${shared_schema}` inside of quotes, to be written bare.
    case sharedSchemaInQuotes
    /// Text of the file that is not sent; it is kept so that places in the sent text still lead to the file.
    case omitted(String)
  }

  /// The text without the closing semicolon, cut at its placeholders.
  public var pieces: [Piece]
  /// Where the statement's first token is.
  public var location: SourceLocation

  /// Makes a statement.
  public init(pieces: [Piece], location: SourceLocation) {
    self.pieces = pieces
    self.location = location
  }
}
