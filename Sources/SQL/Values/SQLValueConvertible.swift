public import FoundationEssentials

/// A Swift value that can be bound to a statement.
public protocol SQLValueConvertible: Sendable {
  /// The value as it is sent.
  var sqlValue: SQLValue { get }
}

extension SQLValue: SQLValueConvertible {
  /// The value as it is sent.
  public var sqlValue: SQLValue { self }
}

extension Bool: SQLValueConvertible {
  /// The value as it is sent.
  public var sqlValue: SQLValue { .bool(self) }
}

extension Int: SQLValueConvertible {
  /// The value as it is sent.
  public var sqlValue: SQLValue { .integer(Int64(self)) }
}

extension Int64: SQLValueConvertible {
  /// The value as it is sent.
  public var sqlValue: SQLValue { .integer(self) }
}

extension Double: SQLValueConvertible {
  /// The value as it is sent.
  public var sqlValue: SQLValue { .double(self) }
}

extension String: SQLValueConvertible {
  /// The value as it is sent.
  public var sqlValue: SQLValue { .text(self) }
}

extension UUID: SQLValueConvertible {
  /// The value as it is sent.
  public var sqlValue: SQLValue { .uuid(self) }
}

extension Timestamp: SQLValueConvertible {
  /// The value as it is sent.
  public var sqlValue: SQLValue { .timestamp(self) }
}

extension Optional: SQLValueConvertible where Wrapped: SQLValueConvertible {
  /// The value as it is sent.
  public var sqlValue: SQLValue { self?.sqlValue ?? .null }
}
