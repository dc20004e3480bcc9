import Names
import Synchronization

/// What the connections to a database have in common.
struct ConnectionSharing: Sendable {
  /// Passes cancellations on.
  let cancelDesk: CancelDesk
  /// Where a pooler was found.
  let poolers = PoolerMemory()

  init(idleLimit: Duration = .seconds(60)) { cancelDesk = CancelDesk(idleLimit: idleLimit) }
}

/// At which servers a pooler answers, once that was found out.
final class PoolerMemory: Sendable {
  private let known = Mutex<[PostgresLocation.Endpoint: Bool]>([:])

  subscript(endpoint: PostgresLocation.Endpoint) -> Bool? {
    get { known.withLock { $0[endpoint] } }
    set { known.withLock { $0[endpoint] = newValue } }
  }
}
