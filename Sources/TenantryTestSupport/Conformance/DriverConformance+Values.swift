import Database
import FoundationEssentials
import SQL

extension DriverConformance {
  static let valueCases: [Case] = [
    roundTrip("truth values", [.bool(true), .bool(false)]),
    roundTrip("whole numbers", [0, 1, -1, 127, 32_768, -2_147_483_649, .max, .min].map { .integer($0) }),
    roundTrip(
      "floating-point numbers",
      [0, 1.5, -0.1, 1e300, .leastNonzeroMagnitude, .greatestFiniteMagnitude, .infinity, -.infinity].map { .double($0) }),
    roundTrip("texts", ["", " ", "it's", "a\\b", "é漢😀", "\u{FEFF}x", "line\r\nline"].map { .text($0) }),
    roundTrip("bytes", [[], [0], [0, 1, 255, 0], Array(0...255)].map { .bytes($0) }),
    roundTrip("UUIDs", [UUID(uuidString: "00112233-4455-6677-8899-aabbccddeeff"), UUID()].compactMap { $0.map { .uuid($0) } }),
    roundTrip(
      "moments",
      [
        Timestamp(microsecondsSinceEpoch: 0), Timestamp(microsecondsSinceEpoch: 1_795_512_600_123_456),
        Timestamp(microsecondsSinceEpoch: -62_135_596_800_000_000), Timestamp(microsecondsSinceEpoch: 253_402_300_799_999_999),
        .infinity, .negativeInfinity,
      ].map { .timestamp($0) }),
    roundTrip("JSON documents", ["null", "{}", #"{"a": [1, "x", null]}"#, #""it's""#].map { .json($0) }),
    roundTrip("lists of texts", [[], ["a"], ["", "NULL", "a,b", "\"q\"", "\\", "{}", "it's", "漢"]].map { .textArray($0) }),
    roundTrip("lists of whole numbers", [[], [1], [.min, -1, 0, .max]].map { .integerArray($0) }),
    Case("a list comes back as the array that it was") { scope in
      try await scope.lease { connection in
        let table = try scope.table("lists")
        let types = [SQLValue.textArray([]), [Double?.none].sqlValue, [true].sqlValue, .integerArray([])].map(
          scope.columnType(of:))
        try await connection.query("CREATE TABLE \(table) (a \(types[0]), b \(types[1]), c \(types[2]), d \(types[3]))")
        let (texts, doubles, flags, numbers) =
          (["a", nil, "NULL", "é\"\\"], [1.5, nil, -.infinity, 3], [true, false], [1, Int.max])
          as ([String?], [Double?], [Bool], [Int])
        try await connection.query("INSERT INTO \(table) VALUES (\(texts), \(doubles), \(flags), \(numbers))")
        let row = try only(try await connection.query("SELECT * FROM \(table)"))
        try expectEqual(try row.decode(0, as: [String?].self), texts, "The texts")
        try expectEqual(try row.decode(1, as: [Double?].self), doubles, "The numbers")
        try expectEqual(try row.decode(2, as: [Bool].self), flags, "The truth values")
        try expectEqual(try row.decode(3, as: [Int].self), numbers, "The whole numbers")
        try caughtInvalidValue { _ = try row.decode(0, as: [String].self) }
        try caughtInvalidValue { _ = try row.decode(0, as: [Int?].self) }
      }
    },
    Case("a value that is no number comes back as such, or is refused") { scope in
      try await scope.lease { connection in
        let rows: ResultSet
        do { rows = try await connection.query("SELECT \(Double.nan) AS x") } catch let error as DatabaseError {
          try expectEqual(error.code, .invalidValue, "The code for a NaN")
          return
        }
        try expect(try only(rows).decode(0, as: Double.self).isNaN, "A NaN came back as a number.")
      }
    },
    Case("text with a NUL character is refused and the connection stays usable") { scope in
      try await scope.lease { connection in
        let error = try await expectError(DatabaseError.self, "A NUL in a text") {
          _ = try await connection.query("SELECT \("a\0b") AS x")
        }
        try expectEqual(error.code, .invalidValue, "The code for a NUL in a text")
        try expect(!error.description.contains("a\0b"), "The error shows the value.")
        try expectEqual(try await only(connection.query("SELECT 1 AS x")).decode(0, as: Int.self), 1, "The next answer")
      }
    },
  ]

  /// Values of one kind, and NULL, through a table and back: bound, and as literals of a message.
  static func roundTrip(_ kind: String, _ values: [SQLValue]) -> Case {
    Case("\(kind) come back as they were sent") { scope in
      let table = try scope.table("kept")
      let type = scope.columnType(of: values.first ?? .null)
      let declared = scope.declaredType(of: values.first ?? .null)
      let rows = Array((values + [.null]).enumerated())
      try await scope.lease { connection in
        try await connection.query("CREATE TABLE \(table) (i BIGINT, bound \(type), written \(type), declared \(declared))")
        for (index, value) in rows {
          try await connection.query("INSERT INTO \(table) (i, bound, declared) VALUES (\(index), \(value), \(value))")
        }
        var message = SQLMessage()
        for (index, value) in rows {
          // Some numbers have no literal on SQLite; those travel as binds alone.
          let update: SQLFragment = "UPDATE \(table) SET written = \(value) WHERE i = \(index)"
          if let text = try? update.inlined(for: scope.dialect) {
            message.append(text)
          } else {
            try await connection.query("UPDATE \(table) SET written = bound WHERE i = \(index)")
          }
        }
        try await connection.run(message)
        let found = try await connection.query("SELECT bound, written, declared FROM \(table) ORDER BY i")
        try expectEqual(found.count, rows.count, "The number of rows")
        for (row, (_, value)) in zip(found, rows) {
          try expectSame(row, 0, value, how: "bound")
          try expectSame(row, 1, value, how: "written")
          try expectSame(row, 2, value, how: "in a column that is declared")
          let found = try row.value(2)
          try expectEqual(found.canonicalText, value.canonicalText, "\(value), as what it is")
          try expectEqual(found.description, value.description, "The kind of \(value), as what it is")
        }
      }
    }
  }

  /// Reads a column as the type that a value has, and compares.
  private static func expectSame(_ row: Row, _ column: Int, _ wanted: SQLValue, how: String) throws {
    switch wanted {
    case .null:
      try expectEqual(try row.value(column), .null, "NULL, \(how)")
      try expectEqual(try row.decode(column, as: String?.self), nil, "NULL, \(how)")
      _ = try caughtInvalidValue { _ = try row.decode(column, as: String.self) }
    case .bool(let flag): try expectEqual(try row.decode(column, as: Bool.self), flag, "A truth value, \(how)")
    case .integer(let number): try expectEqual(try row.decode(column, as: Int64.self), number, "A whole number, \(how)")
    case .double(let number): try expectEqual(try row.decode(column, as: Double.self), number, "A number, \(how)")
    case .text(let text): try expectEqual(Array(try row.decode(column, as: String.self).utf8), Array(text.utf8), "A text, \(how)")
    case .bytes(let bytes): try expectEqual(try row.decode(column, as: [UInt8].self), bytes, "Bytes, \(how)")
    case .uuid(let uuid): try expectEqual(try row.decode(column, as: UUID.self), uuid, "A UUID, \(how)")
    case .timestamp(let moment): try expectEqual(try row.decode(column, as: Timestamp.self), moment, "A moment, \(how)")
    case .json(let text): try expectEqual(try row.decode(column, as: String.self), text, "A document, \(how)")
    case .textArray(let texts):
      let found = try row.value(column)
      try expect(found == wanted || found == .text(JSONText.array(texts)), "A list of texts, \(how): it came back as \(found).")
    case .integerArray(let numbers):
      let json = "[" + numbers.map(String.init).joined(separator: ",") + "]"
      let found = try row.value(column)
      try expect(found == wanted || found == .text(json), "A list of numbers, \(how): it came back as \(found).")
    default: try expectSameExactly(row, column, wanted, how: how)
    }
  }

  private static func caughtInvalidValue(_ body: () throws -> Void) throws {
    do { try body() } catch let error as DatabaseError where error.code == .invalidValue { return }
    throw ConformanceFailure("NULL was read as a value.")
  }

  /// The one row of an answer.
  static func only(_ rows: ResultSet) throws(ConformanceFailure) -> Row {
    guard rows.count == 1 else { throw ConformanceFailure("There are \(rows.count) rows and not one.") }
    return rows[0]
  }
}
