public import Database

/// What went wrong above the database, in words that say what to do.
///
/// It never holds a bound value.
public struct ORMError: Error, Sendable, Equatable, CustomStringConvertible {
  /// The kind of failure.
  ///
  /// The set may grow: a `switch` needs a `default`.
  public struct Code: Sendable, Hashable, CustomStringConvertible {
    /// A stable word for scripts.
    public let description: String

    init(_ description: String) { self.description = description }

    /// A relation's rows were read before they were loaded.
    public static let notLoaded = Code("not-loaded")
  }

  /// The kind of failure.
  public var code: Code
  /// What happened and what to do, as a sentence.
  public var message: String
  /// The name of the model that it is about.
  public var model: String?
  /// The database's own error, where there is one.
  public var underlying: DatabaseError?

  /// Makes an error.
  public init(_ code: Code, _ message: String, model: String? = nil, underlying: DatabaseError? = nil) {
    self.code = code
    self.message = message
    self.model = model
    self.underlying = underlying
  }

  /// The message.
  public var description: String { message }
}
