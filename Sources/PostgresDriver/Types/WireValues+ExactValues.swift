import SQL

// Readers of the types that are kept exactly, for both formats.
extension WireValues {
  static func readNumeric(_ bytes: Span<UInt8>, _ isBinary: Bool) -> Numeric? {
    isBinary ? BinaryDecoding.numeric(bytes) : BinaryDecoding.text(bytes).flatMap { Numeric($0) }
  }

  static func readExact(_ bytes: Span<UInt8>, _ kind: TypeKind, _ isBinary: Bool) -> SQLValue? {
    switch kind {
    case .numeric: readNumeric(bytes, isBinary).map(SQLValue.numeric)
    case .date: (isBinary ? BinaryDecoding.date(bytes) : BinaryDecoding.text(bytes).flatMap { LocalDate($0) }).map(SQLValue.date)
    case .time: (isBinary ? BinaryDecoding.time(bytes) : BinaryDecoding.text(bytes).flatMap { LocalTime($0) }).map(SQLValue.time)
    case .localTimestamp:
      (isBinary ? BinaryDecoding.timestamp(bytes) : BinaryDecoding.text(bytes).flatMap(TextDecoding.timestamp))
        .map { .localTimestamp(LocalTimestamp(inUTC: $0)) }
    case .interval:
      (isBinary ? BinaryDecoding.interval(bytes) : BinaryDecoding.text(bytes).flatMap { Interval($0) }).map(SQLValue.interval)
    case .network:
      (isBinary ? BinaryDecoding.network(bytes)?.address : BinaryDecoding.text(bytes).flatMap { NetworkAddress($0) })
        .map(SQLValue.network)
    case .range(let type): readRange(bytes, type, isBinary).map(SQLValue.range)
    case .list(let element): readList(bytes, of: element, isBinary)
    default: nil
    }
  }

  /// The text that the server writes for a value of these types.
  static func readExactText(_ bytes: Span<UInt8>, _ kind: TypeKind, _ isBinary: Bool) -> String? {
    guard isBinary else { return BinaryDecoding.text(bytes) }
    switch kind {
    case .numeric: return BinaryDecoding.numeric(bytes)?.description
    case .date: return BinaryDecoding.date(bytes)?.postgresText
    case .time: return BinaryDecoding.time(bytes)?.postgresText
    case .interval: return BinaryDecoding.interval(bytes)?.description
    case .network: return BinaryDecoding.network(bytes).map { $0.isNetwork ? $0.address.networkText : $0.address.description }
    case .range(let type): return readRange(bytes, type, isBinary)?.text(\.rangeBoundText)
    default: return nil
    }
  }

  private static func readRange(_ bytes: Span<UInt8>, _ type: RangeType, _ isBinary: Bool) -> RangeValue? {
    let bound = TypeKind(type.boundOID)
    if isBinary { return BinaryDecoding.range(bytes, type) { readValue($0, bound, true) } }
    guard let range = BinaryDecoding.text(bytes).flatMap({ RangeText($0) }) else { return nil }
    guard let bounds = range.bounds else { return RangeValue(type: type, bounds: nil) }
    guard let lower = bounds.lower.mapped({ readText($0, as: bound) }),
      let upper = bounds.upper.mapped({ readText($0, as: bound) })
    else { return nil }
    return RangeValue(type: type, bounds: RangeValue.Bounds(lower: lower, upper: upper))
  }

  /// A list, NULL among its elements perhaps.
  static func readList(_ bytes: Span<UInt8>, of element: UInt32, _ isBinary: Bool) -> SQLValue? {
    // The elements say themselves what they are: `name` is as good as `text` to us, and reads the same.
    let written = isBinary && bytes.count >= 12 ? BinaryDecoding.number(bytes, at: 8, as: UInt32.self) : element
    let kind = TypeKind(written)
    guard let type = kind.elementType else { return nil }
    let elements =
      isBinary
      ? BinaryDecoding.array(bytes, null: SQLValue.null) { readValue($0, kind, true) }
      : BinaryDecoding.text(bytes).flatMap(TextDecoding.list).flatMap { readTexts($0, as: kind) }
    if let elements { return SQLArray(elementType: type, elements: elements).simplestValue }
    // What has more dimensions is no list; as text it can at least be shown.
    return isBinary ? nil : BinaryDecoding.text(bytes).map(SQLValue.text)
  }

  /// A list of the database's own types that are text on the wire, such as enums.
  static func readUserDefinedList(_ bytes: Span<UInt8>) -> SQLValue? {
    guard bytes.count >= 12, TypeKind(BinaryDecoding.number(bytes, at: 8, as: UInt32.self)) == .userDefined else { return nil }
    return readList(bytes, of: TypeOID.text, true)
  }

  private static func readTexts(_ texts: [String?], as kind: TypeKind) -> [SQLValue]? {
    var values: [SQLValue] = []
    for text in texts {
      guard let text else {
        values.append(.null)
        continue
      }
      guard let value = readText(text, as: kind) else { return nil }
      values.append(value)
    }
    return values
  }

  private static func readText(_ text: String, as kind: TypeKind) -> SQLValue? { readValue(Array(text.utf8).span, kind, false) }
}
