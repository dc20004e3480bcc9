import Names
import Testing

@testable import Migrations

@Suite struct MigrationSetLookupTests {
  private let set: MigrationSet = {
    let migrations = ["0001_a", "0002_b", "0010_c"].map {
      Migration(id: MigrationID(unchecked: $0), file: "m/\($0).sql", up: [], checksum: $0)
    }
    return MigrationSet(
      name: .shared, folder: "m", migrations: migrations,
      heads: MigrationChecksum.heads(of: .shared, checksums: migrations.map(\.checksum)))
  }()

  @Test func `a head has a position, and none is the start`() {
    #expect(set.position(of: nil) == 0)
    #expect(set.heads.map { set.position(of: $0) } == [1, 2, 3])
    #expect(set.position(of: Head(hex: "00")) == nil)
  }

  @Test func `what is pending comes after the head`() {
    #expect(set.pending(after: nil)?.map(\.id.text) == ["0001_a", "0002_b", "0010_c"])
    #expect(set.pending(after: set.heads[1])?.map(\.id.text) == ["0010_c"])
    #expect(set.pending(after: set.heads[2])?.isEmpty == true)
    #expect(set.pending(after: Head(hex: "00")) == nil)
  }

  @Test func `a position has a head, except the start`() {
    #expect(set.head(at: 0) == nil && set.head(at: 4) == nil && set.head(at: -1) == nil)
    #expect((1...3).map { set.head(at: $0) } == set.heads)
  }

  @Test(
    arguments: [
      ("0002", "0002_b"), ("2", "0002_b"), ("00002", "0002_b"), ("0002_b", "0002_b"), ("10", "0010_c"), ("0010_c.sql", "0010_c"),
      ("3", nil), ("0002_", nil), ("b", nil), ("", nil), ("0", nil), ("0002_a", nil), ("٢", nil),
    ])
  func `a version is a number, an id or a file's name`(version: String, id: String?) {
    #expect(set.migration(matching: version)?.id.text == id)
  }
}
