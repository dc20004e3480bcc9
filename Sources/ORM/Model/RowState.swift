/// What a row knows about itself beside its columns.
public struct RowState: Sendable, Hashable {
  /// Where the row came from; nil for a value that was made by hand, which cannot be saved.
  public var origin: Origin?
  /// The fields that were changed since the row was read or written.
  public var changes: FieldSet

  /// Makes the state of a row without changes.
  @inlinable
  public init(origin: Origin? = nil) {
    self.origin = origin
    changes = FieldSet()
  }
}
