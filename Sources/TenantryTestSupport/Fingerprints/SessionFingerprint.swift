public import Database
import SQL

/// Everything about a PostgreSQL session that one borrower could leave to the next.
///
/// Two fingerprints of clean sessions of one configuration are equal. Not to be seen from SQL are settings with a prefix that nobody
/// asked about. What `lastval()` says is seen outside of transactions.
public struct SessionFingerprint: Sendable, Hashable, CustomStringConvertible {
  /// A line for each thing, in order.
  public let lines: [String]

  /// Takes the fingerprint of a session.
  ///
  /// - Parameters:
  ///   - lease: The session.
  ///   - customSettings: The settings with a prefix, such as `app.tenant`, that are looked at.
  /// - Throws: ``DatabaseError``, also when its transaction has failed.
  public init(of lease: borrowing ConnectionLease, customSettings: [String] = []) async throws(DatabaseError) {
    try await self.init(of: lease.connection, customSettings: customSettings)
  }

  /// Takes the fingerprint of a connection that is not lent.
  ///
  /// - Throws: ``DatabaseError``, also when its transaction has failed.
  public init(of connection: any DatabaseConnection, customSettings: [String] = []) async throws(DatabaseError) {
    let answer = try await connection.query(
      RenderedSQL(text: Self.statement, binds: [.text(customSettings.joined(separator: ","))]))
    var lines = connection.isInTransaction ? ["transaction is open"] : []
    for row in answer { lines.append(try row.decode(0, as: String.self)) }
    if !connection.isInTransaction, let last = try await Self.lastNumber(connection) { lines.append("last number \(last)") }
    self.lines = lines
  }

  /// The number that the session has drawn last; nil when it has drawn none.
  private static func lastNumber(_ connection: any DatabaseConnection) async throws(DatabaseError) -> Int? {
    do throws(DatabaseError) {
      return try await connection.query(RenderedSQL(text: "SELECT lastval()")).first?.decode(0, as: Int.self)
    } catch {
      // object_not_in_prerequisite_state
      if error.sqlState?.code == "55000" { return nil }
      throw error
    }
  }

  /// The lines.
  public var description: String { lines.joined(separator: "\n") }

  /// What is here and not there, and the other way round.
  public func differences(from other: SessionFingerprint) -> [String] {
    lines.filter { !other.lines.contains($0) }.map { "+ \($0)" } + other.lines.filter { !lines.contains($0) }.map { "- \($0)" }
  }

  /// One statement; the names of settings with a prefix are its bind.
  ///
  /// The driver's own prepared statements are named `t` and a number.
  private static let statement = #"""
    SELECT line FROM (
      SELECT 'setting ' || name || ' = ' || coalesce(setting, '') AS line FROM pg_settings WHERE context IN ('user', 'superuser')
      UNION ALL SELECT 'custom ' || name || ' = ' || coalesce(current_setting(name, true), '')
        FROM string_to_table($1::text, ',') AS name WHERE name <> ''
      UNION ALL SELECT 'user ' || current_user || ' of session ' || session_user
      UNION ALL SELECT 'search path ' || current_schemas(false)::text
      UNION ALL SELECT 'transaction has written' WHERE pg_current_xact_id_if_assigned() IS NOT NULL
      UNION ALL SELECT 'temporary ' || relkind::text || ' ' || relname FROM pg_class WHERE relnamespace = pg_my_temp_schema()
      UNION ALL SELECT 'temporary function ' || proname FROM pg_proc WHERE pronamespace = pg_my_temp_schema()
      UNION ALL SELECT 'temporary type ' || typname FROM pg_type WHERE typnamespace = pg_my_temp_schema()
      UNION ALL SELECT concat_ws(' ', 'lock', locktype, mode, classid, objid, objsubid) FROM pg_locks
        WHERE pid = pg_backend_pid() AND (locktype IN ('advisory', 'userlock')
          OR locktype = 'relation' AND mode <> 'AccessShareLock')
      UNION ALL SELECT 'channel ' || channel FROM pg_listening_channels() AS channel
      UNION ALL SELECT 'prepared ' || name FROM pg_prepared_statements WHERE name !~ '^t[0-9]+$'
      UNION ALL SELECT 'cursor ' || name FROM pg_cursors WHERE name <> ''
    ) AS all_lines ORDER BY line COLLATE "C"
    """#
}
