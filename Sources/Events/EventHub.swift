import Synchronization

/// Something that is about to happen or has happened, as a value.
public protocol Event: Sendable {}

/// Where events are announced: the ORM, the engine and the service share one hub, which knows none of them.
///
/// Handlers of an event run one after the other, in the order in which they subscribed, in the task of the one who announces.
/// A handler of an event that announces an intention (`TenantWillBeCreated`) stops it by throwing.
///
/// ```swift
/// let hub = EventHub()
/// let subscription = hub.subscribe(to: TenantCreated.self) { event in print(event.tenant) }
/// hub.cancel(subscription)
/// ```
public final class EventHub: Sendable {
  /// A handle on a handler, to take it away again.
  public struct Subscription: Sendable, Hashable {
    let id: UInt64
  }

  private struct Handler: Sendable {
    let id: UInt64
    let handle: @Sendable (any Event) async throws -> Void
  }

  private struct Table {
    var nextID: UInt64 = 0
    var handlers: [ObjectIdentifier: [Handler]] = [:]
  }

  private let table = Mutex(Table())

  /// Makes a hub without handlers.
  public init() {}

  /// Adds a handler for one type of event.
  ///
  /// - Returns: A handle for ``cancel(_:)``.
  @discardableResult
  public func subscribe<E: Event>(
    to type: E.Type, handler: @escaping @Sendable (E) async throws -> Void
  ) -> Subscription {
    table.withLock { table in
      table.nextID += 1
      let handle: @Sendable (any Event) async throws -> Void = { event in
        guard let event = event as? E else { return }
        try await handler(event)
      }
      table.handlers[ObjectIdentifier(type), default: []].append(Handler(id: table.nextID, handle: handle))
      return Subscription(id: table.nextID)
    }
  }

  /// Takes a handler away.
  ///
  /// An announcement that is under way still reaches it.
  public func cancel(_ subscription: Subscription) {
    table.withLock { table in
      for type in table.handlers.keys {
        table.handlers[type]?.removeAll { $0.id == subscription.id }
      }
    }
  }

  /// Hands the event to every handler of its type.
  ///
  /// - Throws: What the first handler that fails throws; those after it are not called.
  public func emit<E: Event>(_ event: E) async throws {
    let handlers = table.withLock { $0.handlers[ObjectIdentifier(E.self)] ?? [] }
    for handler in handlers { try await handler.handle(event) }
  }
}
