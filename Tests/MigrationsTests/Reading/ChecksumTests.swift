import Names
import SQL
import Testing

@testable import Migrations

@Suite struct ChecksumTests {
  static let text = "-- header\n-- migrate:up\n-- why\nCREATE TABLE a (\n  b int\n);\n\n-- migrate:down\nDROP TABLE a;\n"

  /// Computed by another program from the definition.
  @Test func `checksums and heads are what they were in every release`() throws {
    let first = try migration(Self.text)
    #expect(first.checksum == "1ef3cf3f9f0352e1282d69b15e7ff649a40bffe01ec31f3f52ad30c84add7444")
    let heads = MigrationChecksum.heads(of: .shared, checksums: [first.checksum, first.checksum])
    #expect(
      heads.map(\.hex) == [
        "4341c6e5860cf5f627c6ae765836f537a843c66876ebba160e8160c1d827aab9",
        "2ad0c836ddd8b9c2c00568ddc513558b810cea65b6a2d903f235b4046de0537f",
      ])
    #expect(heads[0].description == String(heads[0].hex.prefix(12)))
  }

  @Test(
    arguments: [
      "\u{FEFF}" + text, text.replacing("\n", with: "\r\n"), text.replacing("\n", with: "\r"), "\n\n" + text, text + "\n\n",
      text.replacing("-- header", with: "-- another"), text.replacing("DROP TABLE a", with: "DROP TABLE IF EXISTS a"),
      String(text.prefix(while: { $0 != ";" })) + ";", text.replacing("migrate:up\n", with: "migrate:up \n\n"),
      text.replacing("-- migrate:up", with: "--migrate:up"), text.replacing("migrate:up", with: "migrate:up transaction:true"),
    ])
  func `line endings, byte order marks and what is outside of the up section do not change the checksum`(twin: String) throws {
    #expect(try migration(twin).checksum == migration(Self.text).checksum)
  }

  @Test func `every byte of the up section matters`() throws {
    let checksum = try migration(Self.text).checksum
    let up = "-- why\nCREATE TABLE a (\n  b int\n);"
    let prefix = Self.text.prefix(while: { $0 != "w" }).dropLast(3)
    var seen: Set<String> = [checksum]
    for offset in up.utf8.indices {
      // A comment or a name that is longer by one letter, wherever it is.
      var changed = up
      changed.insert(up[offset] == "-" || up[offset] == ")" || up[offset] == ";" ? " " : "x", at: offset)
      guard let twin = try? migration(prefix + changed + "\n\n-- migrate:down\nDROP TABLE a;\n") else { continue }
      seen.insert(twin.checksum)
      #expect(offset == up.startIndex || twin.checksum != checksum)
    }
    #expect(seen.count > 25)
  }

  @Test func `the id and the transaction matter`() throws {
    let text = "-- migrate:up\nSELECT 1;"
    let checksums = try [
      migration(text), migration(text, id: "0002_x"), migration("-- migrate:up transaction:false\nSELECT 1;"),
      migration(text + " "), migration("-- migrate:up\n-- tenantry: transaction=true\nSELECT 1;"),
    ].map(\.checksum)
    #expect(Set(checksums).count == 4)
    #expect(checksums[0] == checksums[3])
  }

  @Test func `what is outside of the up section has a checksum of its own`() throws {
    let base = try migration(Self.text).remainderChecksum
    #expect(try migration(Self.text.replacing("b int", with: "b text")).remainderChecksum == base)
    #expect(try migration(Self.text.replacing("\n", with: "\r\n")).remainderChecksum == base)
    for change in ["-- another", "-- header\n-- more"] {
      #expect(try migration(Self.text.replacing("-- header", with: change)).remainderChecksum != base)
    }
    #expect(try migration(Self.text.replacing("DROP TABLE a", with: "DROP TABLE b")).remainderChecksum != base)
    let none = try migration("-- migrate:up\nSELECT 1;").remainderChecksum
    #expect(try migration("-- migrate:up\nSELECT 1;\n-- migrate:down\n").remainderChecksum != none)
    #expect(try migration("-- migrate:up\nSELECT 1;\n").remainderChecksum == none)
  }

  @Test func `a head depends on the set's name and on everything before it`() {
    let one = MigrationChecksum.heads(of: .shared, checksums: ["a", "b"])
    #expect(MigrationChecksum.heads(of: MigrationSetName(unchecked: "pro"), checksums: ["a", "b"])[0] != one[0])
    #expect(MigrationChecksum.heads(of: .shared, checksums: ["b", "b"])[1] != one[1])
    #expect(MigrationChecksum.heads(of: .shared, checksums: ["a"]) == [one[0]])
    #expect(MigrationChecksum.heads(of: .shared, checksums: []) == [])
  }

  @Test func `an engine's checksum is that of its own file`() throws {
    #expect(try migration(Self.text).checksum == migration(Self.text, .sqlite).checksum)
  }
}
