import Database
import Names
import SQL
import SQLiteDriver
import Testing

@Suite struct LeaseTests {
  @Test func `a work connection sees the shared tables and its own schema only`() async throws {
    try await withDatabase { database, _ in
      try await database.make(.acme, "CREATE TABLE projects (name TEXT)", "INSERT INTO projects VALUES ('apollo')")
      try await database.make(.globex, "CREATE TABLE projects (name TEXT)", "INSERT INTO projects VALUES ('gemini')")
      _ = try await database.withConnection(.shared) { try await $0.run(SQLMessage(["CREATE TABLE users (id INTEGER)"])) }
      for (schema, name) in [(SchemaName.acme, "apollo"), (.globex, "gemini"), (.acme, "apollo")] {
        try await database.withConnection(.work(schema)) { lease in
          let table = TableReference(try Identifier("projects"), in: .fixed(schema))
          #expect(try await lease.query("SELECT name FROM \(table)")[0].decode(0, as: String.self) == name)
          #expect(try await lease.query("SELECT count(*) FROM main.users")[0].decode(0) == 0)
          #expect(try await lease.query("SELECT group_concat(name) FROM pragma_database_list")[0].decode(0) == "main,\(schema)")
        }
      }
      let error = await failure { _ = try await database.number(.work(.globex), "SELECT count(*) FROM t_acme.projects") }
      #expect(error?.sqlState == .undefinedTable)
      #expect(error?.schema == "t_acme")
      #expect(error?.table == "projects")
      await expectState(.undefinedTable) { _ = try await database.number(.shared, "SELECT count(*) FROM projects") }
      await expectState(.undefinedTable) { _ = try await database.number(.tenant(.acme), "SELECT count(*) FROM users") }
    }
  }

  /// A cached statement knows its file by number only.
  @Test func `the same text never reads the file of the last lease`() async throws {
    try await withDatabase({ $0.connectionLimit = 1 }) { database, _ in
      for (schema, mark) in [(SchemaName.acme, 1), (.globex, 2)] {
        try await database.make(schema, "CREATE TABLE t (mark INTEGER)", "INSERT INTO t VALUES (\(mark))")
      }
      #expect(try await database.number(.work(.acme), "SELECT mark FROM t") == 1)
      #expect(try await database.number(.work(.globex), "SELECT mark FROM t") == 2)
      await expectState(.undefinedTable) { _ = try await database.number(.work(nil), "SELECT mark FROM t") }
    }
  }

  @Test func `a schema without a file is missing, and stays so`() async throws {
    try await withDatabase { database, _ async throws in
      for target in [ConnectionTarget.tenant(.acme), .work(.acme)] {
        await expectCode(.schemaMissing) { _ = try await database.number(target, "SELECT 1") }
        #expect(database.files?.exists(.acme) == false)
      }
      for name in [SchemaName.main, SchemaName(unchecked: "temp")] {
        await expectCode(.invalidValue) { _ = try await database.number(.newTenant(name), "SELECT 1") }
      }
      #expect(try await database.number(.work(.main), "SELECT 1") == 1)
    }
  }

  @Test func `an open transaction does not outlive its lease`() async throws {
    struct Stop: Error {}
    try await withDatabase({ $0.connectionLimit = 1 }) { database, _ in
      try await database.make(.acme, "CREATE TABLE t (id INTEGER)")
      _ = try await database.withConnection(.shared) { try await $0.run(SQLMessage(["CREATE TABLE s (id INTEGER)"])) }
      for target in [ConnectionTarget.shared, .work(.acme), .tenant(.acme)] {
        let table: SQLFragment = target == .shared ? "main.s" : "t"
        try await database.withConnection(target) { lease in
          try await lease.query("BEGIN IMMEDIATE")
          try await lease.query("INSERT INTO \(table) VALUES (1)")
        }
        await #expect(throws: Stop.self) {
          try await database.withConnection(target) { lease in
            try await lease.query("BEGIN")
            try await lease.query("INSERT INTO \(table) VALUES (1)")
            throw Stop()
          }
        }
        #expect(try await database.number(target, "SELECT count(*) FROM \(table)") == 0)
      }
    }
  }

  @Test func `a temporary table does not outlive its lease`() async throws {
    try await withDatabase({ $0.connectionLimit = 1 }) { database, _ in
      _ = try await database.withConnection(.shared) { try await $0.run(SQLMessage(["CREATE TABLE t (id INTEGER)"])) }
      _ = try await database.withConnection(.shared) { lease in
        try await lease.run(SQLMessage(["CREATE TEMP TABLE t (id INTEGER)", "INSERT INTO t VALUES (1)"]))
      }
      #expect(try await database.number(.shared, "SELECT count(*) FROM t") == 0)
      try await database.withConnection(.shared) { _ = try await $0.query("CREATE VIRTUAL TABLE temp.t USING dbstat") }
      #expect(try await database.number(.shared, "SELECT count(*) FROM t") == 0)
    }
  }

  @Test func `statements are compiled again when the schema changed`() async throws {
    try await withDatabase { database, _ in
      try await database.make(.acme, "CREATE TABLE t (a INTEGER)", "INSERT INTO t VALUES (1)")
      try await database.withConnection(.tenant(.acme)) { lease in
        #expect(try await lease.query("SELECT * FROM t").columnNames == ["a"])
        try await database.make(.acme, "ALTER TABLE t ADD COLUMN b TEXT DEFAULT 'x'")
        let rows = try await lease.query("SELECT * FROM t")
        #expect(rows.columnNames == ["a", "b"])
        #expect(try rows[0].decode(1) == "x")
        try await database.make(.acme, "DROP TABLE t")
        await expectState(.undefinedTable) { try await lease.query("SELECT * FROM t") }
      }
    }
  }

  @Test func `after shutdown there is no connection to be had`() async throws {
    try await withDatabase { database, _ in
      _ = try await database.number(.shared, "SELECT 1")
      await database.shutdown()
      await expectCode(.poolUnavailable) { _ = try await database.number(.shared, "SELECT 1") }
    }
  }
}
