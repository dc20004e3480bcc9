public import FoundationEssentials

/// A Swift value that can be bound to a statement.
public protocol SQLValueConvertible: Sendable {
  /// The value as it is sent.
  var sqlValue: SQLValue { get }
}

extension SQLValue: SQLValueConvertible {
  public var sqlValue: SQLValue { self }
}

extension Bool: SQLValueConvertible {
  public var sqlValue: SQLValue { .bool(self) }
}

extension Int: SQLValueConvertible {
  public var sqlValue: SQLValue { .integer(Int64(self)) }
}

extension Int64: SQLValueConvertible {
  public var sqlValue: SQLValue { .integer(self) }
}

extension Double: SQLValueConvertible {
  public var sqlValue: SQLValue { .double(self) }
}

extension String: SQLValueConvertible {
  public var sqlValue: SQLValue { .text(self) }
}

extension UUID: SQLValueConvertible {
  public var sqlValue: SQLValue { .uuid(self) }
}

extension Timestamp: SQLValueConvertible {
  public var sqlValue: SQLValue { .timestamp(self) }
}

extension Optional: SQLValueConvertible where Wrapped: SQLValueConvertible {
  public var sqlValue: SQLValue { self?.sqlValue ?? .null }
}
