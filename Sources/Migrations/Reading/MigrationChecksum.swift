import Crypto
import Names

/// The hashes of migrations and of chains.
///
/// What is hashed is fixed for good: heads are stored in every database.
enum MigrationChecksum {
  /// The checksum of a migration: its id, its up section, its directives.
  static func ofUp(id: MigrationID, text: ArraySlice<UInt8>, isTransactional: Bool) -> String {
    hex(hash(["tenantry migration 1", id.text], then: [text], ["transaction=\(isTransactional)"]))
  }

  /// The checksum of what is outside of the up section.
  static func ofRemainder(header: ArraySlice<UInt8>, down: ArraySlice<UInt8>?, isDownTransactional: Bool) -> String {
    let kind = down == nil ? "no down" : "down"
    return hex(hash(["tenantry remainder 1", kind], then: [header, down ?? []], ["transaction=\(isDownTransactional)"]))
  }

  /// The heads of a chain, one after each migration.
  static func heads(of name: MigrationSetName, checksums: [String]) -> [Head] {
    var digest = hash(["tenantry chain 1", name.text], then: [], [])
    return checksums.map { checksum in
      // Both have one length, so they need no separator.
      var hasher = SHA256()
      hasher.update(data: digest)
      hasher.update(data: Array(checksum.utf8))
      digest = Array(hasher.finalize())
      return Head(hex: hex(digest))
    }
  }

  /// Each part with its length before it, so that no two lists of parts are the same bytes.
  private static func hash(_ texts: [String], then contents: [ArraySlice<UInt8>], _ more: [String]) -> [UInt8] {
    var hasher = SHA256()
    for part in texts.map({ Array($0.utf8)[...] }) + contents + more.map({ Array($0.utf8)[...] }) {
      hasher.update(data: withBigEndianBytes(UInt64(part.count)))
      hasher.update(data: Array(part))
    }
    return Array(hasher.finalize())
  }

  private static func withBigEndianBytes(_ number: UInt64) -> [UInt8] {
    (0..<8).map { UInt8(truncatingIfNeeded: number >> (56 - 8 * $0)) }
  }

  private static func hex(_ bytes: [UInt8]) -> String {
    let digits = Array("0123456789abcdef".utf8)
    return String(decoding: bytes.flatMap { [digits[Int($0 >> 4)], digits[Int($0 & 15)]] }, as: UTF8.self)
  }
}
