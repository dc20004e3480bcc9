public import Database
import SQL

extension SQLiteDatabase {
  /// Looks for damage in a file.
  ///
  /// A file that is too damaged to be opened is a finding as well, not an error. The check reads the whole file; a cancelled task
  /// stops it.
  ///
  /// - Parameters:
  ///   - target: Whose file: of the shared schema, or of one tenant.
  ///   - depth: How thoroughly.
  ///   - limit: How many findings are enough.
  /// - Returns: What is wrong; nothing when the file is sound.
  /// - Throws: ``DatabaseError`` when the file cannot be looked at.
  public func integrityCheck(
    of target: ConnectionTarget, depth: IntegrityDepth = .full, limit: Int = 100
  ) async throws -> [IntegrityFinding] {
    do {
      return try await withConnection(target) { lease in
        let pragma = depth == .quick ? "quick_check" : "integrity_check"
        let answer = try await lease.query(RenderedSQL(text: "PRAGMA main.\(pragma)(\(max(1, limit)))"))
        var findings: [IntegrityFinding] = []
        for row in answer {
          let message = try row.decode(0, as: String.self)
          if message != "ok" { findings.append(IntegrityFinding(kind: .structure, message: message)) }
        }
        // What it keeps in memory of a damaged file must not outlive the repair.
        if !findings.isEmpty { await lease.close() }
        guard depth == .full, findings.isEmpty else { return findings }
        return try await Self.danglingReferences(lease, limit: max(1, limit))
      }
    } catch let error as DatabaseError where error.sqlState == .dataCorrupted {
      return [IntegrityFinding(kind: .structure, message: error.message)]
    }
  }

  private static func danglingReferences(_ lease: borrowing ConnectionLease, limit: Int) async throws -> [IntegrityFinding] {
    let answer = try await lease.query(
      RenderedSQL(text: #"SELECT "table", "rowid", "parent" FROM pragma_foreign_key_check LIMIT \#(limit)"#))
    return try answer.map { row in
      let (table, parent) = (try row.decode(0, as: String.self), try row.decode(2, as: String.self))
      let place = try row.decode(1, as: Int64?.self).map { "row \($0)" } ?? "a row"
      return IntegrityFinding(kind: .foreignKey, message: "\(place) of \(table) refers to a row of \(parent) that is not there")
    }
  }
}
