import Database
import SQL

extension DriverConformance {
  static let cacheCases: [Case] = [
    Case("a statement that was prepared follows a table that gets a column") { scope in
      let table = try await scope.createNumbers()
      try await scope.lease { connection in
        try await connection.query("INSERT INTO \(table) (n) VALUES (1)")
        for _ in 0..<3 { _ = try await connection.query("SELECT * FROM \(table)") }
        try await connection.query("ALTER TABLE \(table) ADD COLUMN a TEXT")
        let rows = try await connection.query("SELECT * FROM \(table)")
        try expectEqual(rows.columnNames, ["n", "a"], "The names")
        try expectEqual(try only(rows).decode(1, as: String?.self), nil, "The new column")
      }
    },
    Case("a statement that was prepared follows a table that is made anew with other types") { scope in
      let table = try await scope.createNumbers()
      try await scope.lease { connection in
        try await connection.query("INSERT INTO \(table) (n) VALUES (1)")
        for _ in 0..<3 { _ = try await connection.query("SELECT n FROM \(table)") }
        try await connection.query("DROP TABLE \(table)")
        try await connection.query("CREATE TABLE \(table) (n TEXT)")
        try await connection.query("INSERT INTO \(table) (n) VALUES ('one')")
        let row = try only(try await connection.query("SELECT n FROM \(table)"))
        try expectEqual(try row.decode(0, as: String.self), "one", "The value")
      }
    },
    Case("a statement that another lease prepared follows a change of this one") { scope in
      let table = try await scope.createNumbers()
      try await scope.lease { connection in
        for _ in 0..<3 { _ = try await connection.query("SELECT * FROM \(table)") }
        try await scope.lease { other in try await other.query("ALTER TABLE \(table) ADD COLUMN a TEXT") }
        try expectEqual(try await connection.query("SELECT * FROM \(table)").columnNames, ["n", "a"], "The names")
      }
    },
    Case("the same text with values of other kinds is answered right") { scope in
      try await scope.lease { connection in
        for value: SQLValue in [.text("1"), .text(""), .null, .text("it's"), .null] {
          let row = try only(try await connection.query("SELECT CAST(\(value) AS TEXT) AS x"))
          try expectEqual(try row.value(0), value, "The value")
        }
      }
    },
    Case("more statements than a cache can hold are all answered") { scope in
      try await scope.lease { connection in
        for round in 0..<2 {
          for number in 0..<400 {
            let statement: SQLFragment = "SELECT \(raw: String(number)) + \(raw: String(round)) AS x"
            let found = try only(try await connection.query(statement)).decode(0, as: Int.self)
            try expectEqual(found, number + round, "The sum")
          }
        }
      }
    },
  ]
}
