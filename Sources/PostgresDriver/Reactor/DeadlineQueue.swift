/// What is due when: a heap by time.
///
/// A value; whoever shares it brings the lock.
struct DeadlineQueue<Action> {
  /// Names an entry.
  struct Handle: Hashable, Sendable {
    fileprivate let number: UInt64
  }

  private struct Entry {
    var instant: ContinuousClock.Instant
    var handle: Handle
  }

  private var heap: [Entry] = []
  private var actions: [Handle: Action] = [:]
  private var counter: UInt64 = 0

  /// How many entries are waiting.
  var count: Int { actions.count }

  /// When the first entry is due; nil when there is none.
  mutating func earliest() -> ContinuousClock.Instant? {
    while let first = heap.first, actions[first.handle] == nil { removeFirst() }
    return heap.first?.instant
  }

  /// Adds an entry.
  mutating func insert(at instant: ContinuousClock.Instant, _ action: Action) -> Handle {
    counter += 1
    let handle = Handle(number: counter)
    actions[handle] = action
    compactIfStale()
    heap.append(Entry(instant: instant, handle: handle))
    var child = heap.count - 1
    while child > 0, heap[child].instant < heap[(child - 1) / 2].instant {
      heap.swapAt(child, (child - 1) / 2)
      child = (child - 1) / 2
    }
    return handle
  }

  /// Takes an entry out.
  ///
  /// Nothing happens when it was due already.
  mutating func remove(_ handle: Handle) { actions[handle] = nil }

  /// Takes out the first entry that is due; nil when there is none.
  mutating func popDue(at now: ContinuousClock.Instant) -> Action? {
    guard let instant = earliest(), instant <= now, let first = heap.first else { return nil }
    removeFirst()
    return actions.removeValue(forKey: first.handle)
  }

  /// Entries that were taken out stay in the heap until they are due; they must not become the most of it.
  private mutating func compactIfStale() {
    guard heap.count > 64, heap.count > 2 * actions.count else { return }
    // A sorted array is a heap.
    heap = heap.filter { actions[$0.handle] != nil }.sorted { $0.instant < $1.instant }
  }

  private mutating func removeFirst() {
    heap.swapAt(0, heap.count - 1)
    heap.removeLast()
    var parent = 0
    while true {
      var smallest = parent
      for child in [2 * parent + 1, 2 * parent + 2] where child < heap.count && heap[child].instant < heap[smallest].instant {
        smallest = child
      }
      if smallest == parent { return }
      heap.swapAt(parent, smallest)
      parent = smallest
    }
  }
}
