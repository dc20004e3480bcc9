import Names
import SQL
import Testing

@testable import Migrations

@Suite struct SplitterPropertyTests {
  static let torture = """
    -- migrate:up
    -- tenantry: transaction=true
    CREATE TABLE "a;""b" (x text DEFAULT 'it''s; -- /* $$', "y" int[]); /* c /* nested? */ */
    SELECT E'a\\'b' -- it's
      'c\\';d', U&"d\\0061t" UESCAPE '!', x'ff', $1, a$b$c, 1..2, .5e3, ${tenant_schema}.x, '${shared_schema}';
    DO $do$ BEGIN EXECUTE $q$SELECT 'x;' /* ; */$q$; SET LOCAL work_mem = '1MB'; END $do$;
    CREATE FUNCTION f(a int) RETURNS int BEGIN ATOMIC SELECT CASE a WHEN 1 THEN 2 END; END;
    CREATE TRIGGER t AFTER INSERT ON a BEGIN UPDATE b SET c = CASE WHEN 1 THEN [d;] ELSE `e``;` END; END;
    INSERT INTO größe VALUES ('😀;', "ä", @x, :y, ?1);; COPY a (b) FROM STDIN;
    1\t'2
    \\.
    \\echo it's
    -- migrate:down transaction:false
    DROP TABLE a; (((
    """

  @Test(arguments: Dialect.Engine.allCases)
  func `every prefix and every suffix of a torture file is read or refused, within the file`(engine: Dialect.Engine) {
    let bytes = Array(Self.torture.utf8)
    for length in 0...bytes.count {
      for slice in [bytes[..<length], bytes[length...]] { checkIsReadOrRefused(Array(slice), engine) }
    }
  }

  @Test(arguments: Dialect.Engine.allCases, 0..<8)
  func `mutated files are read or refused, within the file`(engine: Dialect.Engine, seed: Int) {
    var generator = SeededGenerator(seed: UInt64(seed))
    let pieces =
      [
        "'", "\"", "$$", "$a$", "/*", "*/", "--", "\n", ";", "(", ")", "BEGIN", "END", "CASE", "${", "}", "\\", "`", "[", "E'",
        ".",
      ]
      .map { Array($0.utf8) } + [[0xC3], [0xFF], [0x0D], [0xE2, 0x80]]
    for _ in 0..<150 {
      var bytes = Array(Self.torture.utf8)
      for _ in 0..<Int.random(in: 1...6, using: &generator) {
        let place = Int.random(in: 0..<bytes.count, using: &generator)
        let end = min(bytes.count, place + Int.random(in: 0...5, using: &generator))
        bytes.replaceSubrange(place..<end, with: pieces.randomElement(using: &generator) ?? [])
        if bytes.isEmpty { bytes = [0x20] }
      }
      checkIsReadOrRefused(bytes, engine)
    }
  }

  private func checkIsReadOrRefused(_ bytes: [UInt8], _ engine: Dialect.Engine) {
    let lines = bytes.split(separator: 0x0A, omittingEmptySubsequences: false).count + bytes.count { $0 == 0x0D }
    do {
      _ = try reader(engine).read(id: MigrationID(unchecked: "0001_x"), file: "f", contents: bytes)
    } catch {
      #expect(!error.diagnostics.isEmpty && error.diagnostics.count <= 50)
      for diagnostic in error.diagnostics {
        #expect((1...lines).contains(diagnostic.location.line) && diagnostic.location.column >= 1)
      }
    }
  }

  @Test(arguments: Dialect.Engine.allCases)
  func `statements and what lies between them are the whole script`(engine: Dialect.Engine) throws {
    let scripts = SplitterTests.both + (engine == .postgres ? SplitterTests.postgres : SplitterTests.sqlite)
    for script in scripts {
      let bytes = Array(script.sql.utf8)
      var splitter = SQLScriptSplitter(bytes, engine: engine)
      var end = 0
      while let item = try splitter.next() {
        guard case .statement(let statement) = item else { continue }
        #expect(Self.isInsignificant(Array(bytes[end..<statement.range.lowerBound]), engine))
        end = statement.range.upperBound
      }
      #expect(Self.isInsignificant(Array(bytes[end...]), engine))
    }
  }

  /// True for blanks, comments and semicolons.
  private static func isInsignificant(_ bytes: [UInt8], _ engine: Dialect.Engine) -> Bool {
    var scanner = SQLScanner(bytes, engine: engine)
    while let token = try? scanner.next() {
      guard [.semicolon, .lineComment, .blockComment].contains(token.kind) else { return false }
    }
    return true
  }

  @Test(arguments: Dialect.Engine.allCases)
  func `statements joined by a message are split into the same statements again`(engine: Dialect.Engine) throws {
    for script in SplitterTests.both + (engine == .postgres ? SplitterTests.postgres : SplitterTests.sqlite) {
      let statements = try split(script.sql, engine)
      #expect(try split(SQLMessage(statements).text, engine) == statements)
    }
  }

  @Test(
    arguments: Dialect.Engine.allCases,
    [
      String(repeating: "SELECT 1;", count: 60_000),
      String(repeating: "'", count: 300_001),
      String(repeating: "(", count: 300_000),
      String(repeating: "$a", count: 200_000),
      String(repeating: "/*", count: 200_000),
      "SELECT " + String(repeating: "'a'\n--\n", count: 60_000),
      "DO $$ " + String(repeating: "EXECUTE $a$ ", count: 40_000) + "$$;",
      "INSERT INTO t VALUES " + String(repeating: "(1, 'a', ${tenant_schema}.x),", count: 15_000) + "(1);",
    ])
  func `long files on one line are read in linear time`(engine: Dialect.Engine, sql: String) {
    // There is no clock here: with a quadratic step, this test would not end.
    _ = refusalsOfUp(sql, engine)
  }
}
