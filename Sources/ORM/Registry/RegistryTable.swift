import Synchronization

/// The registries that are connected, so that a row finds the one that it came from.
enum RegistryTable {
  private struct Entry {
    weak var registry: Registry?
  }

  // Weak references in a table under a lock: a registry enters when it connects and leaves when it disconnects.
  private static let entries = Mutex<[RegistryID: Entry]>([:])

  static func enter(_ registry: Registry) { entries.withLock { $0[registry.id] = Entry(registry: registry) } }

  static func leave(_ registry: Registry) { entries.withLock { $0[registry.id] = nil } }

  static func registry(_ id: RegistryID) -> Registry? { entries.withLock { $0[id]?.registry } }
}
