import Database
import SQL

extension DriverConformance {
  /// What a borrower may leave in its session, per engine.
  private static func dirt(_ scope: ConformanceScope) throws -> [SQLFragment] {
    let table = try scope.table("numbers")
    switch scope.dialect.engine {
    case .postgres:
      return [
        "BEGIN", "SET search_path TO pg_catalog", "SET statement_timeout TO 12345", "SET TIME ZONE 'Asia/Kathmandu'",
        "SET SESSION CHARACTERISTICS AS TRANSACTION READ ONLY", "SET ROLE pg_monitor", "CREATE TEMPORARY TABLE dirt (n int)",
        "SELECT set_config('work_mem', '1MB', false)", "SELECT pg_advisory_lock(42)", "LISTEN dirt", "PREPARE dirt AS SELECT 1",
        "DECLARE dirt CURSOR WITH HOLD FOR SELECT 1", "SET LOCAL statement_timeout TO 12345",
      ]
    case .sqlite:
      return ["BEGIN", "BEGIN IMMEDIATE", "SAVEPOINT dirt", "SELECT n FROM \(table)", "CREATE TEMPORARY TABLE dirt (n int)"]
    }
  }

  /// The state of a session, as one text.
  private static func fingerprint(_ connection: borrowing ConnectionLease) async throws -> String {
    let statement: SQLFragment =
      switch connection.dialect.engine {
      case .postgres:
        """
        SELECT current_user || ' ' || session_user
          || (SELECT coalesce(string_agg(name || '=' || setting, ' ' ORDER BY name), '') FROM pg_settings WHERE source = 'session')
          || (SELECT coalesce(string_agg(name || '=' || setting, ' ' ORDER BY name), '') FROM pg_settings
              WHERE name IN ('search_path', 'statement_timeout', 'TimeZone', 'work_mem', 'default_transaction_read_only'))
          || (SELECT count(*) FROM pg_class WHERE relnamespace = pg_my_temp_schema())
          || (SELECT count(*) FROM pg_locks WHERE locktype = 'advisory' AND pid = pg_backend_pid())
          || (SELECT count(*) FROM pg_listening_channels())
          || (SELECT count(*) FROM pg_prepared_statements WHERE from_sql)
          || (SELECT count(*) FROM pg_cursors WHERE is_holdable)
        """
      case .sqlite: "SELECT group_concat(name) || (SELECT count(*) FROM temp.sqlite_master) FROM pragma_database_list"
      }
    let state = try only(try await connection.query(statement)).decode(0, as: String?.self) ?? ""
    return "\(state) \(connection.connection.isInTransaction)"
  }

  static let leaseCases: [Case] = [
    Case("a lease comes back clean, whatever was left in its session and however it ended") { scope in
      struct Exit: Error {}
      _ = try await scope.createNumbers()
      let clean = try await scope.lease { connection in try await fingerprint(connection) }
      for statement in try dirt(scope) {
        for ending in 0..<3 {
          let task = Task {
            try await scope.lease { connection in
              // The driver may refuse the dirt; that is clean as well.
              do { _ = try await connection.query(statement) } catch let error as DatabaseError
                where error.code == .server || error.code == .unsupported
              {}
              if ending == 1 { throw Exit() }
              if ending == 2 { unsafe withUnsafeCurrentTask { unsafe $0?.cancel() } }
            }
          }
          do { try await task.value } catch is Exit {}
          let found = try await scope.lease { connection in try await fingerprint(connection) }
          try expectEqual(found, clean, "The session after \(statement), ending \(ending)")
        }
      }
    },
    Case("what an open transaction did is undone when its lease ends") { scope in
      let table = try await scope.createNumbers()
      try await scope.lease { connection in
        try await connection.query("BEGIN")
        try await connection.query("INSERT INTO \(table) (n) VALUES (1)")
      }
      try expectEqual(try await scope.numbers(in: table), [], "What is there")
    },
    Case("a failed transaction that was left open harms nobody") { scope in
      let table = try await scope.createNumbers()
      _ = try await expectError(DatabaseError.self, "A number twice") {
        try await scope.lease { connection in
          try await connection.query("BEGIN")
          try await connection.query("INSERT INTO \(table) (n) VALUES (1), (1)")
        }
      }
      try expectEqual(try await scope.numbers(in: table), [], "What is there")
    },
    Case("leases that run at the same time do not disturb each other") { scope in
      let table = try await scope.createNumbers()
      let (tasks, rounds) = (12, 10)
      try await withThrowingTaskGroup(of: Void.self) { group in
        for task in 0..<tasks {
          group.addTask {
            for round in 0..<rounds {
              let number = task * rounds + round
              try await scope.lease { connection in
                try await connection.withTransaction { connection in
                  try await connection.query("INSERT INTO \(table) (n) VALUES (\(number))")
                  let row = try only(try await connection.query("SELECT n FROM \(table) WHERE n = \(number)"))
                  try expectEqual(try row.decode(0, as: Int.self), number, "What this task wrote")
                }
              }
            }
          }
        }
        try await group.waitForAll()
      }
      try expectEqual(try await scope.numbers(in: table), (0..<Int64(tasks * rounds)).map { $0 }, "What is there")
    },
    Case("many tasks with random cancels leave all connections in order") { scope in
      let table = try await scope.createNumbers()
      var random = SplitMix64(seed: 64)
      let work = (0..<64).map { number in
        Task {
          try await scope.lease { connection in
            try await connection.withTransaction { connection in
              try await connection.query("INSERT INTO \(table) (n) VALUES (\(number))")
            }
          }
        }
      }
      for task in work where Int.random(in: 0..<3, using: &random) == 0 { task.cancel() }
      var written: [Int64] = []
      for (number, task) in work.enumerated() {
        do {
          _ = try await task.value
          written.append(Int64(number))
        } catch let error as DatabaseError where error.code == .cancelled {} catch let error as TransactionError
          where error.begin?.code == .cancelled
        {}
      }
      try expectEqual(try await scope.numbers(in: table), written, "What is there")
    },
  ]
}
