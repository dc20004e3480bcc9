import Database
import PostgresDriver
import SQL

/// The two workloads: a row by its key, and all rows of a wide table.
enum Tables {
  static let people = 10_000
  static let lookups = 10_000
  static let rows = 100_000
  static let batch = 100

  struct Person {
    var id: Int64
    var name: String
    var email: String
  }

  struct Wide {
    var id: Int64
    var name: String
    var note: String
    var score: Double
    var moment: Timestamp
  }

  static func create(on connection: PostgresConnection) async throws {
    _ = try await connection.run(
      SQLMessage([
        "DROP TABLE IF EXISTS driver_bench_person, driver_bench_wide",
        "CREATE TABLE driver_bench_person (id int8 PRIMARY KEY, name text NOT NULL, email text NOT NULL)",
        """
        INSERT INTO driver_bench_person
        SELECT n, 'Person number ' || n, 'person' || n || '@mail.example.com' FROM generate_series(1, \(people)) n
        """,
        """
        CREATE TABLE driver_bench_wide (id int8 PRIMARY KEY, name text NOT NULL, note text NOT NULL, score float8 NOT NULL,
          moment timestamptz NOT NULL)
        """,
        """
        INSERT INTO driver_bench_wide
        SELECT n, 'Person number ' || n, repeat('note ', n % 12), n / 3.0, '2026-01-01 00:00+00'::timestamptz + n * '1 s'::interval
        FROM generate_series(1, \(rows)) n
        """,
      ]))
    for statement in ["VACUUM ANALYZE driver_bench_person", "VACUUM ANALYZE driver_bench_wide"] {
      _ = try await connection.query(RenderedSQL(text: statement))
    }
  }

  static func lookUp(_ count: Int = lookups, on connection: PostgresConnection) async throws -> Int64 {
    var sum: Int64 = 0
    for round in 0..<count {
      sum += try Self.sum(of: await connection.query(lookUp(round)))
    }
    return sum
  }

  static func lookUp(_ round: Int) -> RenderedSQL {
    RenderedSQL(
      text: "SELECT id, name, email FROM driver_bench_person WHERE id = $1", binds: [.integer(Int64(round % people) + 1)])
  }

  static func pipe(on connection: PostgresConnection) async throws -> Int64 {
    var sum: Int64 = 0
    for start in stride(from: 0, to: lookups, by: batch) {
      for answer in try await connection.batch((start..<start + batch).map(lookUp(_:))) { sum += try Self.sum(of: answer) }
    }
    return sum
  }

  static func sum(of answer: ResultSet) throws -> Int64 {
    guard let row = answer.first else { return -1 }
    let person = try Person(id: row.decode(0), name: row.decode(1), email: row.decode(2))
    return person.id + Int64(person.name.utf8.count) + Int64(person.email.utf8.count)
  }

  static func fetch(on connection: PostgresConnection) async throws -> Int64 {
    let answer = try await connection.query(wide)
    return sum(of: try answer.map { try Wide($0) })
  }

  static func stream(on connection: PostgresConnection) async throws -> Int64 {
    let source = try await connection.openRows(of: wide, batchSize: 1000)
    var found: [Wide] = []
    while let batch = try await source.nextBatch() {
      for row in batch { found.append(try Wide(row)) }
    }
    await source.finish()
    return sum(of: found)
  }

  private static let wide = RenderedSQL(text: "SELECT id, name, note, score, moment FROM driver_bench_wide")

  private static func sum(of found: [Wide]) -> Int64 {
    found.reduce(0) { $0 + $1.id + Int64($1.score) + $1.moment.microsecondsSinceEpoch % 1000 }
  }
}

extension Tables.Wide {
  init(_ row: Row) throws {
    self.init(
      id: try row.decode(0), name: try row.decode(1), note: try row.decode(2), score: try row.decode(3), moment: try row.decode(4)
    )
  }
}
