import Database
import SQL

/// One statement with its values, checked and converted before anything is sent.
struct SQLiteCall: Sendable {
  let text: String
  let values: [StorageValue]

  init(_ statement: RenderedSQL) throws(DatabaseError) {
    text = statement.text
    var values: [StorageValue] = []
    values.reserveCapacity(statement.binds.count)
    for bind in statement.binds { values.append(try StorageValue(bind)) }
    self.values = values
  }
}

/// How an attempt to run something ended.
enum SQLiteOutcome: Sendable {
  /// It is done.
  case finished([ResultSet])
  /// It failed.
  case failed(DatabaseError)
  /// Another connection holds a lock; nothing is left of the attempt, and a later one may succeed.
  case busy(DatabaseError)
  /// It would hold up a thread of the cooperative pool; nothing is left of the attempt.
  case needsThread
}
