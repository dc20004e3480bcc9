/// The statements that a connection keeps compiled: a bounded number, least recently used first to go.
struct StatementCache {
  private struct Entry {
    var statement: RawStatement
    var lastUse: UInt64
  }

  private var entries: [String: Entry] = [:]
  private var clock: UInt64 = 0
  private let capacity: Int

  init(capacity: Int) { self.capacity = max(0, capacity) }

  /// How many statements are kept.
  var count: Int { entries.count }

  /// The statement of a text, now the most recently used one.
  mutating func statement(for text: String) -> RawStatement? {
    guard let index = entries.index(forKey: text) else { return nil }
    clock += 1
    entries.values[index].lastUse = clock
    return entries.values[index].statement
  }

  /// Keeps a statement.
  mutating func insert(_ statement: RawStatement, for text: String) {
    guard capacity > 0 else { return }
    if entries.count >= capacity, let oldest = entries.min(by: { $0.value.lastUse < $1.value.lastUse }) {
      entries[oldest.key] = nil
    }
    clock += 1
    entries[text] = Entry(statement: statement, lastUse: clock)
  }

  /// Forgets all.
  mutating func removeAll() { entries.removeAll(keepingCapacity: true) }
}
