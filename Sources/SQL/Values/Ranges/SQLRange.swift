/// A range of values: PostgreSQL's `int4range`, `int8range`, `numrange`, `daterange`, `tsrange` and `tstzrange`.
///
/// A bound that is infinite is another thing than no bound, as on the server. The server rewrites ranges of whole numbers and of days
/// to `[from,to)`: they come back equal in meaning, and perhaps not in form.
///
/// ```swift
/// let stay = SQLRange(from..<to)                       // [2026-11-24,2026-11-27)
/// let open = SQLRange<Int64>.bounds(.including(5), .unbounded)
/// ```
///
/// On SQLite it is stored as text, as PostgreSQL writes it.
public enum SQLRange<Value: SQLRangeBound>: Sendable, Hashable {
  /// Nothing is in it.
  case empty
  /// From a bound to a bound.
  case bounds(RangeBound<Value>, RangeBound<Value>)

  /// From a value to before another.
  public init(_ range: Range<Value>) where Value: Comparable {
    self = range.isEmpty ? .empty : .bounds(.including(range.lowerBound), .excluding(range.upperBound))
  }

  /// From a value to another.
  public init(_ range: ClosedRange<Value>) where Value: Comparable {
    self = .bounds(.including(range.lowerBound), .including(range.upperBound))
  }
}

/// Where a range begins or ends.
public enum RangeBound<Value: Sendable & Hashable>: Sendable, Hashable {
  /// It goes on for ever.
  case unbounded
  /// At a value that is in the range.
  case including(Value)
  /// At a value that is not in the range.
  case excluding(Value)

  /// The value, if there is one.
  package var value: Value? {
    switch self {
    case .unbounded: nil
    case .including(let value), .excluding(let value): value
    }
  }

  package var isIncluded: Bool { if case .including = self { true } else { false } }

  /// The bound with another value; nil when that is nil.
  package func mapped<Other>(_ transform: (Value) -> Other?) -> RangeBound<Other>? {
    switch self {
    case .unbounded: .unbounded
    case .including(let value): transform(value).map { .including($0) }
    case .excluding(let value): transform(value).map { .excluding($0) }
    }
  }
}

/// A type that ranges can be made of.
public protocol SQLRangeBound: SQLElement, Hashable, LosslessStringConvertible {
  /// What a range of them is on the server.
  static var rangeType: RangeType { get }
}

/// The ranges that the server has.
public enum RangeType: Sendable, Hashable, CaseIterable {
  case int4, int8, numeric, date, localTimestamp, timestamp
}

extension SQLRange: SQLElement {
  /// What a list of them is on the server.
  public static var elementType: SQLArray.ElementType { .range(Value.rangeType) }

  /// The value as it is sent.
  public var sqlValue: SQLValue {
    switch self {
    case .empty: .range(RangeValue(type: Value.rangeType, bounds: nil))
    case .bounds(let lower, let upper):
      .range(
        RangeValue(
          type: Value.rangeType,
          bounds: RangeValue.Bounds(
            lower: lower.mapped(\.sqlValue) ?? .unbounded, upper: upper.mapped(\.sqlValue) ?? .unbounded)))
    }
  }

  /// Reads a range, or its text.
  public init?(sqlValue: SQLValue) {
    switch sqlValue {
    case .range(let range):
      guard let bounds = range.bounds else { self = .empty; return }
      guard let lower = bounds.lower.mapped(Value.init(sqlValue:)), let upper = bounds.upper.mapped(Value.init(sqlValue:)) else {
        return nil
      }
      self = .bounds(lower, upper)
    case .text(let text):
      guard let range = RangeText(text) else { return nil }
      guard let bounds = range.bounds else { self = .empty; return }
      guard let lower = bounds.lower.mapped({ Value($0) }), let upper = bounds.upper.mapped({ Value($0) }) else { return nil }
      self = .bounds(lower, upper)
    default: return nil
    }
  }
}
