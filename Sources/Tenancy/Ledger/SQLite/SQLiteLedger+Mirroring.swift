import Database
import Migrations
import Names
import SQL

/// What a tenant's own file says: where it stands, and what made it so.
struct TenantFileState: Sendable {
  var heads: [MigrationSetName: AppliedHead]
  var history: [HistoryEntry]

  /// Reads it from a connection to the file.
  init(_ lease: borrowing ConnectionLease) async throws(DatabaseError) {
    heads = try await SQLiteLedger.stampedHeads(lease)
    history = []
    for row in try await lease.query("SELECT action, migrations, at, actor, run, tool FROM tenantry_history ORDER BY id") {
      history.append(try HistoryEntry(ledgerRow: row))
    }
  }
}

extension SQLiteLedger {
  /// Makes the copy in `main.db` equal to a tenant's file: where it stands, and the changes that are not recorded there yet.
  ///
  /// A crash between the two files, or somebody else's work, may have left more than one change to record.
  ///
  /// - Parameter overwriting: Whether the copy may go back: the file was restored. Otherwise who read the file before somebody
  ///   else went on comes too late and changes nothing.
  static func mirror(
    _ state: TenantFileState, of id: Int64, name: TenantName, overwriting: Bool = false, _ lease: borrowing ConnectionLease
  ) async throws(DatabaseError) {
    var (known, latest): (Set<String>, String?) = ([], nil)
    let recorded = try await lease.query(
      """
      SELECT at, run FROM tenantry_history
      WHERE tenant_id = \(id) AND action IN ('create', 'migrate', 'rollback') ORDER BY id
      """)
    for row in recorded {
      let change = try row.decode(0, as: Timestamp.self).description + " " + row.decode(1, as: String.self)
      known.insert(change)
      latest = change
    }
    // A change that is not recorded yet is newer than all that are.
    let last = state.history.last.map { "\($0.at) \($0.run)" }
    if overwriting || last == latest || last.map({ !known.contains($0) }) == true {
      try await lease.query("DELETE FROM tenantry_heads WHERE tenant_id = \(id)")
      for (set, point) in state.heads {
        try await lease.query(
          """
          INSERT INTO tenantry_heads
          VALUES (\(id), \(set.text), \(point.head.hex), \(point.migration.text), \(point.position))
          """)
      }
    }
    for entry in state.history where !known.contains("\(entry.at) \(entry.run)") {
      try await lease.query(
        """
        INSERT INTO tenantry_history (tenant_id, action, migrations, at, run, actor, tool)
        VALUES (\(id), \(entry.action), \(SQLValue.textArray(entry.migrations)), \(entry.at), \(entry.run), \(entry.actor), \
        \(entry.tool))
        """)
      let detail =
        "{\"migrations\":" + JSONText.array(entry.migrations) + ",\"heads\":" + state.heads.ledgerText + ",\"run\":"
        + JSONText.string(entry.run) + "}"
      try await audit(lease, tenantID: id, name: name.text, actor: entry.actor, action: entry.action, detail: detail)
    }
  }
}
