import PostgresDriver
import Synchronization

/// A proxy between a client and a PostgreSQL server that knows the protocol, and does harm at the message that it is told.
///
/// It cuts both directions into messages and counts them. Without a fault it only counts: ``journal`` then lists every point at which
/// the same work can be disturbed. Inside TLS the messages are records.
///
/// ```swift
/// try await withFaultProxy(toPort: 5432) { proxy in
///   proxy.arm()
///   try await work(port: proxy.port)
///   for message in 1...proxy.count(.toServer) {
///     proxy.arm([Fault(.toServer, message: message, .cut(.reset), at: .after)])
///     try? await work(port: proxy.port)
///   }
/// }
/// ```
///
/// It runs on a thread of its own, away from the pool that tasks run on.
public final class FaultProxy: Sendable {
  /// How new connections are taken.
  public enum Reception: Sendable, Hashable {
    /// They are passed on to the server.
    case serve
    /// Nobody listens: the system refuses them.
    case refuse
    /// They are accepted, and that is all.
    case mute
  }

  /// What could not be had to start it.
  public struct Unavailable: Error, CustomStringConvertible {
    /// What to do.
    public let description = "The proxy has no port, descriptor or thread. Raise the limits of the process."
  }

  /// The port on the loopback address where clients connect.
  public let port: Int
  private let script = Mutex(FaultScript())
  private let bell: RawBell

  /// Starts a proxy.
  ///
  /// - Parameters:
  ///   - host: The server: a host, an address, or the folder of a Unix-domain socket.
  ///   - serverPort: Its port.
  /// - Throws: ``Unavailable``.
  public init(toHost host: String = "127.0.0.1", port serverPort: Int) throws(Unavailable) {
    guard let bell = RawBell(), let keeper = RawSocket.bound(), let listener = RawSocket.listening(toPort: keeper.port) else {
      throw Unavailable()
    }
    self.bell = bell
    port = keeper.port
    script.withLock { $0.listener = listener }
    let isRunning = RawThread.start { [self] in
      // The port is ours for as long as the keeper has it, whether somebody listens or not.
      let relay = FaultRelay(
        keeper: keeper.socket, port: keeper.port, server: (host, serverPort), proxy: self)
      relay.run(bell)
    }
    guard isRunning else { throw Unavailable() }
  }

  // MARK: - Faults

  /// Counts anew, and does these things when their messages come.
  ///
  /// Faults that were armed before and have not struck are forgotten.
  public func arm(_ faults: [Fault] = []) {
    for observer in script.withLock({ $0.arm(faults) }) { observer.resume() }
  }

  /// How new connections are taken from now on.
  public func receive(_ reception: Reception) async {
    script.withLock { $0.reception = reception }
    await turn()
  }

  /// Lets everything go on that is held.
  public func release() {
    script.withLock { $0.orders.releases = true }
    bell.ring()
  }

  /// Takes the connections away that there are.
  public func sever(_ cut: Fault.Cut = .reset) async {
    script.withLock { $0.orders.severance = cut }
    await turn()
  }

  /// Ends all harm: faults are forgotten, connections taken away, new ones served.
  public func lift() async {
    arm()
    script.withLock { script in
      script.reception = .serve
      script.orders.severance = .reset
    }
    await turn()
  }

  /// Ends the proxy and all its connections.
  public func stop() async {
    script.withLock { $0.orders.stops = true }
    await turn()
  }

  // MARK: - What it has seen

  /// The messages that came by since the last ``arm(_:)``, in order.
  public var journal: [PassingMessage] { script.withLock { $0.journal } }

  /// How many messages came by since the last ``arm(_:)``.
  public func count(_ direction: Fault.Direction) -> Int { journal.count { $0.direction == direction } }

  /// How many faults have struck since the last ``arm(_:)``.
  public var strikes: Int { script.withLock { $0.strikes } }

  /// Waits until a fault has struck.
  ///
  /// - Returns: False when none will: nothing is armed, others were armed meanwhile, or the proxy is stopped.
  @discardableResult
  public func waitForStrike() async -> Bool {
    await withCheckedContinuation { observer in
      if !script.withLock({ $0.observe(observer) }) { observer.resume() }
    }
    return strikes > 0
  }

  // MARK: - The thread

  /// Waits until the thread has done what it was asked to do.
  private func turn() async {
    await withCheckedContinuation { observer in
      if script.withLock({ $0.expect(observer) }) { bell.ring() } else { observer.resume() }
    }
  }

  /// Gives the script to the thread.
  func withScript<Value>(_ body: (inout FaultScript) -> Value) -> Value { script.withLock { body(&$0) } }
}

/// Starts a proxy, and ends it on both ways out.
///
/// - Throws: ``FaultProxy/Unavailable``, and what `body` throws.
public func withFaultProxy<Value>(
  toHost host: String = "127.0.0.1", port: Int, _ body: (FaultProxy) async throws -> Value
) async throws -> Value {
  let proxy = try FaultProxy(toHost: host, port: port)
  let value: Value
  do { value = try await body(proxy) } catch {
    await proxy.stop()
    throw error
  }
  await proxy.stop()
  return value
}
