import Synchronization

/// The active application: a registry, its settings, and the app that it serves, if there is one.
///
/// There is one for the process, and one for a task and its children where ``with(_:_:)`` says so.
public struct Instance: Sendable {
  /// The registry.
  public let registry: Registry
  /// The settings.
  public let settings: Settings
  /// The app that the instance wraps: a web service, a worker.
  public let app: (any Sendable)?

  /// Makes an instance.
  public init(registry: Registry, settings: Settings = Settings(), app: (any Sendable)? = nil) {
    self.registry = registry
    self.settings = settings
    self.app = app
  }

  private static let processWide = Mutex<Instance?>(nil)

  /// Makes an instance the one of the process, or takes it away.
  public static func bootstrap(_ instance: Instance?) { processWide.withLock { $0 = instance } }

  /// The task's instance, or else the process's.
  public static var current: Instance? { Scope.current.instance ?? processWide.withLock { $0 } }

  /// Runs work with an instance of its own: in tests, and in processes with several apps.
  ///
  /// What the scope said of tenant, schema and database was about another registry, and is left out.
  public static func with<Value>(_ instance: Instance, _ work: () async throws -> Value) async rethrows -> Value {
    try await Scope.with(
      { scope in
        let transactions = scope.transactions
        scope = Scope()
        scope.instance = instance
        scope.transactions = transactions
      }, work)
  }
}
