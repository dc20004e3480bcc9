import Names

/// Collects what is wrong.
///
/// It keeps the first findings in file order and counts the others, so that a hostile file of a million mistakes costs no memory;
/// messages are made for those only that are kept.
struct Findings {
  /// How many findings are shown.
  static let limit = 50

  private let file: String
  private var kept: [Diagnostic] = []
  private var total = 0
  private var hasMalformed = false
  /// Findings at this place and later are only counted.
  private var horizon: SourceLocation?

  init(file: String) { self.file = file }

  /// True when nothing is wrong.
  var isEmpty: Bool { total == 0 }

  /// Adds a finding at a place, from 1.
  mutating func report(
    _ severity: Diagnostic.Severity, _ code: String, line: Int, column: Int, _ message: @autoclosure () -> String,
    hint: @autoclosure () -> String? = nil
  ) {
    total += 1
    if severity == .malformed { hasMalformed = true }
    let location = SourceLocation(file: file, line: line, column: column)
    if let horizon, !Self.precedes(location, horizon) { return }
    kept.append(Diagnostic(severity, code: code, message(), at: location, hint: hint()))
    if kept.count >= 2 * Self.limit + 2 { compact() }
  }

  /// Everything as an error, with its source lines; nil when nothing is wrong.
  func error(lines: (Int) -> String?) -> DiagnosticsError? {
    guard total > 0 else { return nil }
    var sorted = self
    sorted.compact()
    var shown = Array(sorted.kept.prefix(Self.limit))
    for offset in shown.indices { shown[offset].sourceLine = lines(shown[offset].location.line) }
    if total > Self.limit {
      let rest = total - Self.limit
      shown.append(
        Diagnostic(
          hasMalformed ? .malformed : .conflicting, code: "more-findings",
          "\(rest) more \(rest == 1 ? "mistake is" : "mistakes are") not shown",
          at: sorted.kept.dropFirst(Self.limit).first?.location ?? SourceLocation(file: file, line: 1, column: 1),
          hint: "Correct the ones above first."))
    }
    return DiagnosticsError(shown)
  }

  private mutating func compact() {
    // Sorting by offset too keeps the order of findings at one place.
    let order = kept.indices.sorted { left, right in
      let (first, second) = (kept[left].location, kept[right].location)
      return Self.precedes(first, second) || (!Self.precedes(second, first) && left < right)
    }
    kept = order.prefix(Self.limit + 1).map { kept[$0] }
    if kept.count > Self.limit { horizon = kept[Self.limit].location }
  }

  private static func precedes(_ left: SourceLocation, _ right: SourceLocation) -> Bool {
    (left.line, left.column) < (right.line, right.column)
  }
}
