import Synchronization

/// Which registry of a process.
public struct RegistryID: Sendable, Hashable {
  private let number: UInt64

  private static let counter = Atomic<UInt64>(0)

  /// Makes one that no other registry has.
  public init() { number = Self.counter.add(1, ordering: .relaxed).newValue }
}
