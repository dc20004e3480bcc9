public import Names

extension SQLFragment: ExpressibleByStringInterpolation {
  /// A constant piece of SQL.
  public init(stringLiteral value: String) { self.init(raw: value) }

  /// Takes what was interpolated.
  public init(stringInterpolation: StringInterpolation) { self.init(segments: stringInterpolation.segments) }

  /// Collects literals as text and everything else as what it is.
  public struct StringInterpolation: StringInterpolationProtocol {
    var segments: [Segment] = []

    /// Makes an empty collector.
    public init(literalCapacity: Int, interpolationCount: Int) { segments.reserveCapacity(interpolationCount * 2 + 1) }

    /// Text of the source code.
    public mutating func appendLiteral(_ literal: String) {
      if !literal.isEmpty { segments.append(.text(literal)) }
    }

    /// A value: it becomes a bind.
    public mutating func appendInterpolation(_ value: some SQLValueConvertible) { segments.append(.bind(value.sqlValue)) }

    /// A value that may be missing: it becomes a bind, and NULL when it is.
    ///
    /// An overload of its own, because the compiler warns of an optional that is interpolated as anything else.
    public mutating func appendInterpolation<Value: SQLValueConvertible>(_ value: Value?) {
      segments.append(.bind(value.sqlValue))
    }

    /// A name: it is quoted.
    public mutating func appendInterpolation(_ identifier: Identifier) { segments.append(.identifier(identifier)) }

    /// A schema: it is quoted.
    public mutating func appendInterpolation(_ schema: SchemaName) { segments.append(.identifier(Identifier(schema))) }

    /// A table: its schema is resolved when the fragment is rendered.
    public mutating func appendInterpolation(_ table: TableReference) { segments.append(.table(table)) }

    /// The schema of a placement: resolved when the fragment is rendered.
    public mutating func appendInterpolation(schemaOf placement: TableReference.Placement) {
      segments.append(.schema(placement))
    }

    /// Another fragment, with its binds.
    public mutating func appendInterpolation(_ fragment: SQLFragment) { segments += fragment.segments }

    /// Trusted text.
    public mutating func appendInterpolation(raw text: String) { segments.append(.text(text)) }
  }
}
