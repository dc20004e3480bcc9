import FoundationEssentials

extension SQLValue {
  /// The value as text, the same for equal values on both engines; nil for NULL.
  ///
  /// What SQLite has no type for is stored in this form, and every type reads its own back. Moments, times and lists of SQLite's own
  /// making are read too where that is documented at the type. Lists are JSON arrays: numbers and truth values as such, everything
  /// else as strings.
  public var canonicalText: String? {
    switch self {
    case .null: nil
    case .bool(let flag): flag ? "true" : "false"
    case .integer(let number): String(number)
    case .double(let number): Self.spelled(number)
    case .text(let text), .json(let text), .untyped(let text): text
    case .bytes(let bytes): "\\x" + bytes.map { ($0 < 16 ? "0" : "") + String($0, radix: 16) }.joined()
    case .uuid(let uuid): uuid.uuidString.lowercased()
    case .timestamp(let moment): moment.description
    case .numeric(let number): number.description
    case .date(let date): date.description
    case .time(let time): time.description
    case .localTimestamp(let moment): moment.description
    case .interval(let interval): interval.description
    case .network(let address): address.description
    case .range(let range): range.text { $0.canonicalText ?? "" }
    case .textArray(let texts): JSONText.array(texts)
    case .integerArray(let numbers): "[" + numbers.map(String.init).joined(separator: ",") + "]"
    case .array(let list): "[" + list.elements.map(\.jsonText).joined(separator: ",") + "]"
    }
  }

  private var jsonText: String {
    switch self {
    case .null: "null"
    case .bool(let flag): flag ? "true" : "false"
    case .integer(let number): String(number)
    case .double(let number) where number.isFinite: String(number)
    default: JSONText.string(canonicalText ?? "")
    }
  }

  /// A floating-point number as PostgreSQL and Swift both read it.
  static func spelled(_ number: Double) -> String {
    if number.isNaN { return "NaN" }
    if number.isInfinite { return number < 0 ? "-Infinity" : "Infinity" }
    return String(number)
  }
}
