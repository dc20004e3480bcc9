/// Which of an answer's first columns have one of the types that nearly all columns have, in the binary format.
///
/// It is asked for every value, so it is a number and no list.
struct QuickTypes {
  /// The types.
  enum Kind: UInt64 {
    case other, int8, text, float8, timestamp
  }

  private static let bitsPerColumn = 4
  private static let columns = UInt64.bitWidth / bitsPerColumn

  private var bits: UInt64 = 0

  /// No column has such a type, or values are text.
  init() {}

  init(count: Int, _ type: (Int) -> UInt32) {
    for column in 0..<min(count, Self.columns) {
      let kind: Kind =
        switch type(column) {
        case TypeOID.int8: .int8
        case TypeOID.text, TypeOID.varchar: .text
        case TypeOID.float8: .float8
        case TypeOID.timestamptz: .timestamp
        default: .other
        }
      bits |= kind.rawValue << UInt64(column * Self.bitsPerColumn)
    }
  }

  /// True when a column is known to have the type.
  @inline(__always)
  func isKnown(_ column: Int, as kind: Kind) -> Bool {
    column < Self.columns && bits &>> UInt64(truncatingIfNeeded: column &* Self.bitsPerColumn) & 0b1111 == kind.rawValue
  }
}
