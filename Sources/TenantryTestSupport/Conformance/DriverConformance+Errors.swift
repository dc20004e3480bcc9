import Database
import SQL

extension DriverConformance {
  /// Statements that fail, and the state that both drivers report.
  private static let failures: [(what: String, state: SQLState, statement: @Sendable (ConformanceScope) throws -> SQLFragment)] =
    [
      (
        "a value that must be unique", .uniqueViolation,
        { "INSERT INTO \(try $0.table("child")) (id, parent, n) VALUES (1, 1, 1)" }
      ),
      (
        "a key that refers to nothing", .foreignKeyViolation,
        { "INSERT INTO \(try $0.table("child")) (id, parent, n) VALUES (2, 9, 1)" }
      ),
      ("a row that others refer to", .foreignKeyViolation, { "DELETE FROM \(try $0.table("parent"))" }),
      (
        "a value that is missing", .notNullViolation,
        { "INSERT INTO \(try $0.table("child")) (id, parent, n) VALUES (2, 1, NULL)" }
      ),
      (
        "a value that a check refuses", .checkViolation,
        { "INSERT INTO \(try $0.table("child")) (id, parent, n) VALUES (2, 1, -1)" }
      ),
      ("a table that does not exist", .undefinedTable, { "SELECT * FROM \(try $0.table("missing"))" }),
      ("a column that does not exist", SQLState("42703"), { "SELECT missing FROM \(try $0.table("child"))" }),
      ("a table that exists already", .duplicateTable, { "CREATE TABLE \(try $0.table("child")) (id BIGINT)" }),
      ("a statement that cannot be read", .syntaxError, { _ in "SELEC 1" }),
    ]

  static let errorCases: [Case] = failures.map { failure in
    Case("\(failure.what) is \(failure.state), and the connection goes on") { scope in
      let (parent, child) = (try scope.table("parent"), try scope.table("child"))
      // On SQLite the parent is always looked for in the child's own file.
      let reference = scope.dialect.engine == .sqlite ? "\(parent.name)" : "\(parent)" as SQLFragment
      let statement = try failure.statement(scope)
      try await scope.lease { connection in
        try await connection.query("CREATE TABLE \(parent) (id BIGINT PRIMARY KEY)")
        try await connection.query(
          """
          CREATE TABLE \(child) (
            id BIGINT PRIMARY KEY, parent BIGINT NOT NULL REFERENCES \(reference) (id), n BIGINT NOT NULL CHECK (n > 0))
          """)
        try await connection.run(
          try message(
            scope, "INSERT INTO \(parent) (id) VALUES (1)", "INSERT INTO \(child) (id, parent, n) VALUES (1, 1, 1)"))

        let alone = try await expectError(DatabaseError.self, failure.what) { try await connection.query(statement) }
        try expectEqual(alone.code, .server, "The code")
        try expectEqual(alone.sqlState, failure.state, "The state (\(alone.message))")

        let before: SQLFragment = "INSERT INTO \(parent) (id) VALUES (2)"
        let together = try await expectError(DatabaseError.self, failure.what + ", in a message") {
          try await connection.run(try message(scope, before, statement))
        }
        try expectEqual(together.sqlState, failure.state, "The state in a message (\(together.message))")
        try expectEqual(together.statementIndex, 1, "The statement of the message")

        let rows = try await connection.query("SELECT count(*) FROM \(parent)")
        try expectEqual(try only(rows).decode(0, as: Int.self), 1, "What is there")
      }
    }
  }
}
