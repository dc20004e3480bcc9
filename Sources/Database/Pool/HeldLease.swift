import Synchronization

/// What a task, or one that it is a part of, holds of a pool.
///
/// A task that holds a connection and waits for another one of the same pool may wait for itself. The pool has to know, and learns
/// it from this task-local value: child tasks inherit it. It says what was lent; whether it still is, the pool knows.
struct HeldLease: Sendable {
  /// The leases around this one; an object, since a value cannot hold its own kind.
  final class Outer: Sendable {
    let lease: HeldLease
    init(_ lease: HeldLease) { self.lease = lease }
  }

  let pool: UInt64
  let slot: PoolSlot
  let outer: Outer?

  init(_ slot: PoolSlot, of pool: UInt64, inside outer: HeldLease?) {
    self.pool = pool
    self.slot = slot
    self.outer = outer.map(Outer.init)
  }

  @TaskLocal static var innermost: HeldLease?

  /// What the present task holds of a pool, or held.
  static func slots(of pool: UInt64) -> [PoolSlot] {
    var slots: [PoolSlot] = []
    var next = innermost
    while let lease = next {
      if lease.pool == pool { slots.append(lease.slot) }
      next = lease.outer?.lease
    }
    return slots
  }

  private static let counter = Atomic<UInt64>(0)

  /// A number for a pool; an address may be used again.
  static func newPool() -> UInt64 { counter.add(1, ordering: .relaxed).newValue }
}
