import Database
import Logging
import Names
import SQL
import Synchronization

/// Asks servers to end statements over encrypted connections: one to each server, which is kept for a while.
///
/// libpq 15 sends its own requests in plain text only. Requests to one server are passed on in the order in which they came.
final class CancelDesk: Sendable {
  /// A server as a session has reached it: its name may lead to others too.
  struct Server: Hashable {
    var endpoint: PostgresLocation.Endpoint
    var address: String?
  }

  /// One question to end what a session is doing.
  final class Request: Sendable {
    let process: Int64
    /// Nil, or why it failed.
    let outcome = OneShot<String?>()
    private let withdrawal = Atomic(false)

    init(process: Int) { self.process = Int64(process) }

    /// It need not be sent any more.
    var isWithdrawn: Bool { withdrawal.load(ordering: .acquiring) }

    func withdraw() { withdrawal.store(true, ordering: .releasing) }
  }

  private enum Wake: Sendable { case work, idle }

  private struct Line {
    var waiting: [Request] = []
    var bell: OneShot<Wake>?
  }

  private struct State {
    var lines: [Server: Line] = [:]
    var workers = 0
    var isClosed = false
    var closers: [OneShot<Void>] = []
  }

  private let idleLimit: Duration
  private let state = Mutex(State())

  init(idleLimit: Duration) { self.idleLimit = idleLimit }

  /// Stands in line.
  ///
  /// - Parameter configuration: How the session was made, with its one server.
  func submit(_ request: Request, address: String?, _ configuration: PostgresConfiguration, _ reactor: Reactor, _ logger: Logger)
  {
    let location = configuration.location
    let server = Server(endpoint: .init(host: location.host, port: location.port), address: address)
    let isFirst = state.withLock { state -> Bool? in
      guard !state.isClosed else { return nil }
      let isFirst = state.lines[server] == nil
      if isFirst { state.workers += 1 }
      var line = state.lines[server] ?? Line()
      line.waiting.append(request)
      line.bell?.give(.work)
      line.bell = nil
      state.lines[server] = line
      return isFirst
    }
    guard let isFirst else { return request.outcome.give("the database is being shut down") }
    guard isFirst else { return }
    // A task of its own: who asks is cancelled, and everything in that task would be too.
    Task.detached { [self] in await work(server, ControlSession(configuration, address: address, logger), reactor) }
  }

  /// Closes the connections as soon as the last request has been dealt with.
  func close() {
    state.withLock { state in
      state.isClosed = true
      for server in state.lines.keys {
        state.lines[server]?.bell?.give(.work)
        state.lines[server]?.bell = nil
      }
    }
  }

  /// Closes the connections and waits until they are closed.
  func shutdown() async {
    close()
    let done = OneShot<Void>()
    state.withLock { state in
      if state.workers == 0 { done.give(()) } else { state.closers.append(done) }
    }
    await done.value()
  }

  // MARK: - The task of a server

  private func work(_ server: Server, _ control: sending ControlSession, _ reactor: Reactor) async {
    while let request = await next(of: server, reactor) {
      if !request.isWithdrawn { request.outcome.give(await control.serve(request)) }
    }
    control.close()
    state.withLock { state in
      state.workers -= 1
      guard state.workers == 0 else { return }
      for closer in state.closers { closer.give(()) }
      state.closers = []
    }
  }

  private enum Step { case serve(Request), wait(OneShot<Wake>), end }

  /// The next request; nil when none came for a while, and the line is gone.
  private func next(of server: Server, _ reactor: Reactor) async -> Request? {
    var isIdle = false
    while true {
      let step = state.withLock { state -> Step in
        if state.lines[server]?.waiting.isEmpty == false, let request = state.lines[server]?.waiting.removeFirst() {
          return .serve(request)
        }
        if isIdle || state.isClosed {
          state.lines[server] = nil
          return .end
        }
        let bell = OneShot<Wake>()
        state.lines[server]?.bell = bell
        return .wait(bell)
      }
      switch step {
      case .serve(let request): return request
      case .end: return nil
      case .wait(let bell):
        let deadline = reactor.schedule(after: idleLimit) { bell.give(.idle) }
        isIdle = await bell.value() == .idle
        reactor.cancel(deadline)
      }
    }
  }
}
