public import Database

/// What a stored property of a model can be: one column, several, or a row of its own.
public protocol ModelField: Sendable, Hashable {
  /// How many columns it takes.
  static var columnCount: Int { get }

  /// Reads it, and moves the reader behind it.
  init(from reader: inout RowReader) throws(DatabaseError)
  /// Writes as many values as it has columns.
  func write(to writer: inout ValueWriter)
}

extension Optional: ModelField where Wrapped: ModelField {
  /// How many columns it takes.
  @inlinable
  public static var columnCount: Int { Wrapped.columnCount }

  /// Reads it; nil when all its columns are NULL.
  @inlinable
  public init(from reader: inout RowReader) throws(DatabaseError) {
    let count = Wrapped.columnCount
    if try reader.isNull(columns: count) {
      reader.skip(columns: count)
      self = nil
    } else {
      self = try Wrapped(from: &reader)
    }
  }

  /// Writes it, or NULL for each column.
  public func write(to writer: inout ValueWriter) {
    if let self { self.write(to: &writer) } else { writer.appendNulls(Wrapped.columnCount) }
  }
}
