import FoundationEssentials
public import SQL

extension Timestamp {
  /// The present moment, by the clock of this machine.
  public static var now: Timestamp {
    Timestamp(microsecondsSinceEpoch: Int64((Date().timeIntervalSince1970 * 1_000_000).rounded(.down)))
  }

  /// The day that it is in, in UTC.
  var daysSinceEpoch: Int32 {
    Int32(clamping: (Double(microsecondsSinceEpoch) / 86_400_000_000).rounded(.down).toInt64)
  }
}

extension Double {
  fileprivate var toInt64: Int64 { Int64(self) }
}
