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
    /// There is no instance, and no registry was named.
    public static let noInstance = Code("no-instance")
    /// A tenant's model was used without a tenant in scope.
    public static let noTenant = Code("no-tenant")
    /// There is no tenant of that name, or it may not be used now.
    public static let tenantUnavailable = Code("tenant-unavailable")
    /// The registry has no such database.
    public static let unknownDatabase = Code("unknown-database")
    /// The model is not registered.
    public static let unknownModel = Code("unknown-model")
    /// What was registered does not fit together.
    public static let invalidModel = Code("invalid-model")
    /// A row of one tenant or database would refer to one of another.
    public static let foreignTenant = Code("foreign-tenant")
    /// The row was made by hand, or came from another registry.
    public static let noOrigin = Code("no-origin")
    /// There is no such row.
    public static let notFound = Code("not-found")
    /// There are several rows where one was asked for.
    public static let multipleFound = Code("multiple-found")
    /// Somebody else changed or deleted the row since it was read.
    public static let staleRow = Code("stale-row")
    /// The key of a row was changed.
    public static let keyChanged = Code("key-changed")
    /// A value cannot be written.
    public static let invalidValue = Code("invalid-value")
    /// A constraint was violated: see ``ORMError/violation``.
    public static let constraintViolated = Code("constraint-violated")
    /// The engine, or the query, has no such feature.
    public static let unsupported = Code("unsupported")
    /// The transaction is over.
    public static let transactionEnded = Code("transaction-ended")
    /// The transaction took longer than it may.
    public static let deadlineExceeded = Code("deadline-exceeded")
    /// The transaction was committed, and something that was to run afterwards failed.
    public static let afterCommitFailed = Code("after-commit-failed")
    /// A setting is wrong.
    public static let invalidSetting = Code("invalid-setting")
  }

  /// The kind of failure.
  public var code: Code
  /// What happened and what to do, as a sentence.
  public var message: String
  /// The name of the model that it is about.
  public var model: String?
  /// The constraint that was violated.
  public var violation: ConstraintViolation?
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
