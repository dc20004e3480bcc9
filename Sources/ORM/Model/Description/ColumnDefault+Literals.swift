public import SQL

extension ColumnDefault {
  /// A value of any type that a column can hold: `.value(Status.open)`.
  public static func value(_ value: some SQLValueConvertible) -> ColumnDefault { .value(value.sqlValue) }
}

extension ColumnDefault: ExpressibleByBooleanLiteral, ExpressibleByIntegerLiteral, ExpressibleByFloatLiteral,
  ExpressibleByStringLiteral
{
  /// A truth value.
  public init(booleanLiteral value: Bool) { self = .value(.bool(value)) }

  /// A whole number.
  public init(integerLiteral value: Int64) { self = .value(.integer(value)) }

  /// A floating-point number.
  public init(floatLiteral value: Double) { self = .value(.double(value)) }

  /// A text; an expression is `.expression("…")`.
  public init(stringLiteral value: String) { self = .value(.text(value)) }
}
