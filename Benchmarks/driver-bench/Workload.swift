/// What is measured.
///
/// Both sides do the same, and answer with the same sum of what they read.
enum Workload: String, CaseIterable {
  /// A row by its key, one after the other, on one connection.
  case key
  /// 100,000 rows of five columns.
  case fetch
  /// As ``fetch``, the rows decoded while they arrive.
  case stream
  /// Rows by key, 100 statements in one round trip.
  case pipe
  /// As ``key``, with a connection borrowed from the pool for each row.
  case pool
  /// Eight tasks that borrow from a pool of eight connections; the floor has eight threads.
  case tasks8
  /// Sixteen tasks that borrow from a pool of eight connections; the floor has eight threads.
  case tasks16

  /// How many operations a round has.
  var amount: Int { self == .fetch || self == .stream ? 1 : Tables.lookups }
}
