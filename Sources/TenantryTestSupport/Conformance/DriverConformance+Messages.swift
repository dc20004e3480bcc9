import Database
import SQL

extension DriverConformance {
  static let messageCases: [Case] = [
    Case("a message has an answer for each of its statements") { scope in
      let table = try await scope.createNumbers()
      try await scope.lease { connection in
        let answers = try await connection.run(
          try message(
            scope, "INSERT INTO \(table) (n) VALUES (1), (2)", "SELECT n FROM \(table) ORDER BY n", "DELETE FROM \(table)"))
        try expectEqual(answers.count, 3, "The number of answers")
        try expectEqual(answers[0].affectedRows, 2, "The inserted rows")
        try expectEqual(try answers[1].map { try $0.decode(0, as: Int.self) }, [1, 2], "The rows")
        try expectEqual(answers[2].affectedRows, 2, "The deleted rows")
      }
    },
    Case("a message is done wholly, and seen by others") { scope in
      let table = try await scope.createNumbers()
      try await scope.lease { connection in
        try await connection.run(try message(scope, "INSERT INTO \(table) (n) VALUES (1)", "INSERT INTO \(table) (n) VALUES (2)"))
        try expect(!connection.connection.isInTransaction, "The message's transaction is still open.")
      }
      try expectEqual(try await scope.numbers(in: table), [1, 2], "What is there")
    },
    Case("a message that fails leaves nothing and says which statement it was") { scope in
      let (table, missing) = (try await scope.createNumbers(), try scope.table("missing"))
      let created = try scope.table("created")
      try await scope.lease { connection in
        let failing = try message(
          scope, "INSERT INTO \(table) (n) VALUES (1)", "CREATE TABLE \(created) (n BIGINT)",
          "INSERT INTO \(missing) (n) VALUES (2)",
          "INSERT INTO \(table) (n) VALUES (3)")
        let error = try await expectError(DatabaseError.self, "A missing table") { try await connection.run(failing) }
        try expectEqual(error.sqlState, .undefinedTable, "The state")
        try expectEqual(error.statementIndex, 2, "The statement")
        try expect(!connection.connection.isInTransaction, "The message's transaction is still open.")
        try expectEqual(try await ConformanceScope.numbers(in: table, connection), [], "What is there")
        try await connection.query("CREATE TABLE \(created) (n BIGINT)")
      }
    },
    Case("a message whose last statement fails leaves nothing") { scope in
      let table = try await scope.createNumbers()
      try await scope.lease { connection in
        let failing = try message(scope, "INSERT INTO \(table) (n) VALUES (1)", "INSERT INTO \(table) (n) VALUES (1)")
        let error = try await expectError(DatabaseError.self, "A number twice") { try await connection.run(failing) }
        try expectEqual(error.sqlState, .uniqueViolation, "The state")
        try expectEqual(error.statementIndex, 1, "The statement")
        try expectEqual(try await ConformanceScope.numbers(in: table, connection), [], "What is there")
      }
    },
    Case("a message inside of a transaction is part of it") { scope in
      struct Undo: Error {}
      let table = try await scope.createNumbers()
      _ = try await expectError(Undo.self, "The body's error") {
        try await scope.lease { connection in
          try await connection.withTransaction { connection in
            try await connection.run(try message(scope, "INSERT INTO \(table) (n) VALUES (1)"))
            try expect(connection.connection.isInTransaction, "The message ended the transaction.")
            throw Undo()
          }
        }
      }
      try expectEqual(try await scope.numbers(in: table), [], "What is there")
    },
    Case("an empty message does nothing") { scope in
      try await scope.lease { connection in
        try expectEqual(try await connection.run(SQLMessage()).count, 0, "The number of answers")
        try expectEqual(try only(try await connection.query("SELECT 1 AS x")).decode(0, as: Int.self), 1, "The next answer")
      }
    },
  ]

  /// A message of fragments.
  static func message(_ scope: ConformanceScope, _ statements: SQLFragment...) throws -> SQLMessage {
    SQLMessage(try statements.map { try $0.inlined(for: scope.dialect) })
  }
}
