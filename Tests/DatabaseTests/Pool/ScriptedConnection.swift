import Database
import SQL
import Synchronization

/// What a scripted connection and its factory do and did.
///
/// It stands for failures that no server gives on demand.
final class ConnectionScript: Sendable {
  struct State {
    var failures: [DatabaseError] = []
    var made = 0
    var open = 0
    var mostOpen = 0
    var inUse: Set<Int> = []
    var overlaps = 0
    var resets: [Int] = []
    var resetsSeenCancelled = 0
    var queries: [(connection: Int, text: String)] = []
    var failing: [String: DatabaseError] = [:]
    var isResettable = true
    var isUsable: [Int: Bool] = [:]
    var touchedRelations = 0
  }

  private let state = Mutex(State())

  func with<Value: Sendable>(_ body: (inout State) throws -> Value) rethrows -> Value { try state.withLock { try body(&$0) } }
}

/// A connection that keeps books and answers with nothing.
final class ScriptedConnection: DatabaseConnection {
  let id: Int
  let dialect: Dialect
  let script: ConnectionScript
  private var isOpen = true
  private(set) var isInTransaction = false

  init(id: Int, dialect: Dialect, script: ConnectionScript) {
    self.id = id
    self.dialect = dialect
    self.script = script
  }

  var isUsable: Bool { isOpen && script.with { $0.isUsable[id] ?? true } }

  var touchedRelations: Int? { script.with { $0.touchedRelations } }

  func query(_ statement: RenderedSQL) async throws(DatabaseError) -> ResultSet {
    let failure: DatabaseError? = script.with { state in
      state.queries.append((id, statement.text))
      if !state.inUse.insert(id).inserted { state.overlaps += 1 }
      return state.failing[statement.text]
    }
    await Task.yield()
    script.with { _ = $0.inUse.remove(id) }
    if let failure { throw failure }
    if Task.isCancelled { throw DatabaseError(.cancelled, "The task was cancelled.") }
    if statement.text.hasPrefix("BEGIN") { isInTransaction = true }
    if statement.text == "COMMIT" || statement.text == "ROLLBACK" { isInTransaction = false }
    return ResultSet(storage: NoRows())
  }

  func run(_ message: SQLMessage) async throws(DatabaseError) -> [ResultSet] { [] }

  func reset() async -> Bool {
    guard isUsable else { return false }
    return script.with { state in
      state.resets.append(id)
      if Task.isCancelled { state.resetsSeenCancelled += 1 }
      return state.isResettable
    }
  }

  func close() async {
    guard isOpen else { return }
    isOpen = false
    script.with { $0.open -= 1 }
  }
}

private final class NoRows: ResultStorage {
  let columnNames: [String] = []
  let rowCount = 0
  func value(row: Int, column: Int) throws(DatabaseError) -> SQLValue { .null }
  func bool(row: Int, column: Int) throws(DatabaseError) -> Bool? { nil }
  func integer(row: Int, column: Int) throws(DatabaseError) -> Int64? { nil }
  func double(row: Int, column: Int) throws(DatabaseError) -> Double? { nil }
  func text(row: Int, column: Int) throws(DatabaseError) -> String? { nil }
  func bytes(row: Int, column: Int) throws(DatabaseError) -> [UInt8]? { nil }
  func timestamp(row: Int, column: Int) throws(DatabaseError) -> Timestamp? { nil }
  func textArray(row: Int, column: Int) throws(DatabaseError) -> [String]? { nil }
}

struct ScriptedFactory: ConnectionFactory {
  let script: ConnectionScript
  var dialect = Dialect.sqlite
  /// Opened by the test; nil means that connecting takes no time.
  var gate: Gate?

  func connect() async throws(DatabaseError) -> sending any DatabaseConnection {
    await gate?.pass()
    let id: Result<Int, DatabaseError> = script.with { state in
      if !state.failures.isEmpty { return .failure(state.failures.removeFirst()) }
      state.made += 1
      state.open += 1
      state.mostOpen = max(state.mostOpen, state.open)
      return .success(state.made)
    }
    return ScriptedConnection(id: try id.get(), dialect: dialect, script: script)
  }
}

/// A door that is shut until the test opens it.
final class Gate: Sendable {
  private struct State {
    var isOpen = false
    var waiting: [CheckedContinuation<Void, Never>] = []
    var arrivals = 0
  }

  private let state = Mutex(State())

  var arrivals: Int { state.withLock { $0.arrivals } }

  func pass() async {
    await withCheckedContinuation { continuation in
      let isOpen = state.withLock { state in
        state.arrivals += 1
        if !state.isOpen { state.waiting.append(continuation) }
        return state.isOpen
      }
      if isOpen { continuation.resume() }
    }
  }

  func open() {
    let waiting = state.withLock { state in
      state.isOpen = true
      defer { state.waiting = [] }
      return state.waiting
    }
    for continuation in waiting { continuation.resume() }
  }
}

/// Gives way until something is true.
func until(_ condition: () -> Bool) async {
  while !condition() { await Task.yield() }
}
