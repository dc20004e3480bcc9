/// What runs around the changes of a model's rows, in the transaction of the change: what a hook throws undoes it.
///
/// What must not be undone, a mail for instance, belongs into ``afterCommit(_:)``.
///
/// ```swift
/// static var hooks: ModelHooks<Project> {
///   ModelHooks(willCreate: { $0.slug = $0.slug.lowercased() }, didCreate: { try await Audit.record($0) })
/// }
/// ```
///
/// Changes of whole sets of rows (`update`, `delete` of a query set, bulk creation) run none.
public struct ModelHooks<Row: Model>: Sendable {
  /// Before a row is inserted.
  public var willCreate: (@Sendable (inout Row.Draft) async throws -> Void)?
  /// After a row was inserted.
  public var didCreate: (@Sendable (Row) async throws -> Void)?
  /// Before a row's changes are written.
  public var willSave: (@Sendable (inout Row) async throws -> Void)?
  /// After a row's changes were written.
  public var didSave: (@Sendable (Row) async throws -> Void)?
  /// Before a row is deleted.
  public var willDelete: (@Sendable (Row) async throws -> Void)?
  /// After a row was deleted.
  public var didDelete: (@Sendable (Row) async throws -> Void)?

  /// Says what runs.
  public init(
    willCreate: (@Sendable (inout Row.Draft) async throws -> Void)? = nil,
    didCreate: (@Sendable (Row) async throws -> Void)? = nil,
    willSave: (@Sendable (inout Row) async throws -> Void)? = nil, didSave: (@Sendable (Row) async throws -> Void)? = nil,
    willDelete: (@Sendable (Row) async throws -> Void)? = nil, didDelete: (@Sendable (Row) async throws -> Void)? = nil
  ) {
    self.willCreate = willCreate
    self.didCreate = didCreate
    self.willSave = willSave
    self.didSave = didSave
    self.willDelete = willDelete
    self.didDelete = didDelete
  }

  /// True when something runs around an insertion.
  var wrapsCreation: Bool { willCreate != nil || didCreate != nil }
  /// True when something runs around an update.
  var wrapsSaving: Bool { willSave != nil || didSave != nil }
  /// True when something runs around a deletion.
  var wrapsDeletion: Bool { willDelete != nil || didDelete != nil }
}
