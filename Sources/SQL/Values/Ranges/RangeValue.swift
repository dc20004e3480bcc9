/// A range whose type is known at run time; ``SQLRange`` is its typed form.
public struct RangeValue: Sendable, Hashable {
  /// The two ends; their values are of the range's type.
  public struct Bounds: Sendable, Hashable {
    /// Where it begins.
    public let lower: RangeBound<SQLValue>
    /// Where it ends.
    public let upper: RangeBound<SQLValue>

    package init(lower: RangeBound<SQLValue>, upper: RangeBound<SQLValue>) {
      self.lower = lower
      self.upper = upper
    }
  }

  /// What it is on the server.
  public let type: RangeType
  /// Its ends; nil when nothing is in it.
  public let bounds: Bounds?

  package init(type: RangeType, bounds: Bounds?) {
    self.type = type
    self.bounds = bounds
  }

  /// The range as text: `[1,5)`, `empty`, `(,"2026-01-01 00:00:00"]`.
  ///
  /// - Parameter spell: How a bound is written.
  package func text(_ spell: (SQLValue) -> String) -> String {
    guard let bounds else { return "empty" }
    func quoted(_ value: SQLValue?) -> String { value.map { RangeText.quoted(spell($0)) } ?? "" }
    return (bounds.lower.isIncluded ? "[" : "(") + quoted(bounds.lower.value) + "," + quoted(bounds.upper.value)
      + (bounds.upper.isIncluded ? "]" : ")")
  }
}
