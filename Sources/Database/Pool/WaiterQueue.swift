/// A place in the queue.
///
/// It is given out once.
package struct PoolTicket: Sendable, Hashable {
  let number: UInt64
  let key: PoolKey
}

/// Those who wait for a connection: first come, first served within a key, and the keys take turns.
///
/// Every operation is linear in the number of waiters at worst. The queue is bounded, and nobody is in a hurry in it.
package struct WaiterQueue<Waiter> {
  struct Entry {
    let number: UInt64
    let waiter: Waiter
  }

  private var lines: [PoolKey: [Entry]] = [:]
  /// The keys that have a line, the one whose turn it is first.
  private var turns: [PoolKey] = []
  private var lastNumber: UInt64 = 0
  /// How many wait.
  package private(set) var count = 0

  package init() {}

  /// Adds a waiter at the end of its key's line.
  package mutating func append(_ waiter: Waiter, key: PoolKey) -> PoolTicket {
    lastNumber += 1
    if lines[key] == nil { turns.append(key) }
    lines[key, default: []].append(Entry(number: lastNumber, waiter: waiter))
    count += 1
    return PoolTicket(number: lastNumber, key: key)
  }

  /// Takes the waiter whose turn it is.
  package mutating func popNext() -> Waiter? {
    guard let key = turns.first, let entry = lines[key]?.removeFirst() else { return nil }
    turns.removeFirst()
    count -= 1
    if lines[key]?.isEmpty ?? true { lines[key] = nil } else { turns.append(key) }
    return entry.waiter
  }

  /// Takes a waiter out of the line.
  ///
  /// - Returns: nil when it is not there any more.
  package mutating func remove(_ ticket: PoolTicket) -> Waiter? {
    guard let index = lines[ticket.key]?.firstIndex(where: { $0.number == ticket.number }),
      let entry = lines[ticket.key]?.remove(at: index)
    else { return nil }
    count -= 1
    if lines[ticket.key]?.isEmpty ?? true {
      lines[ticket.key] = nil
      turns.removeAll { $0 == ticket.key }
    }
    return entry.waiter
  }

  /// The one who has waited longest, of all keys.
  package var oldest: (ticket: PoolTicket, waiter: Waiter)? {
    var oldest: (ticket: PoolTicket, waiter: Waiter)?
    for (key, line) in lines {
      guard let first = line.first, first.number < oldest?.ticket.number ?? .max else { continue }
      oldest = (PoolTicket(number: first.number, key: key), first.waiter)
    }
    return oldest
  }

  /// Takes all of them, in the order of their turns.
  package mutating func removeAll() -> [Waiter] {
    var waiters: [Waiter] = []
    waiters.reserveCapacity(count)
    while let waiter = popNext() { waiters.append(waiter) }
    return waiters
  }
}

extension WaiterQueue: Sendable where Waiter: Sendable {}
extension WaiterQueue.Entry: Sendable where Waiter: Sendable {}
