/// The rules of names, written a second time from their description, without a look at the first.
enum NameOpinion {
  private static let lower = Set("abcdefghijklmnopqrstuvwxyz".utf8)
  private static let digits = Set("0123456789".utf8)

  /// `^[a-z][a-z0-9]*([-_][a-z0-9]+)*$`, 1 to 48 bytes.
  static func isWords(_ text: String) -> Bool {
    let bytes = Array(text.utf8)
    guard (1...48).contains(bytes.count), lower.contains(bytes[0]) else { return false }
    var afterSeparator = false
    for byte in bytes.dropFirst() {
      if lower.contains(byte) || digits.contains(byte) {
        afterSeparator = false
      } else if (byte == 0x2D || byte == 0x5F) && !afterSeparator {
        afterSeparator = true
      } else {
        return false
      }
    }
    return !afterSeparator
  }

  static func isTenant(_ text: String) -> Bool {
    let words: Set = [
      "all", "default", "new", "none", "public", "self", "template", "tenantry", "tenantctl", "information_schema", "main",
      "temp",
    ]
    return isWords(text) && !words.contains(text) && !Array(text.utf8).starts(with: Array("pg_".utf8))
  }

  /// `^[a-z_][a-z0-9_]{0,62}$`.
  static func isSchema(_ text: String) -> Bool {
    let bytes = Array(text.utf8)
    guard (1...63).contains(bytes.count), !digits.contains(bytes[0]) else { return false }
    return bytes.allSatisfy { lower.contains($0) || digits.contains($0) || $0 == 0x5F }
  }

  /// A schema that a tenant may have, when the shared schemas are the usual ones.
  static func isTenantSchema(_ text: String) -> Bool {
    let taken: Set = ["public", "information_schema", "tenantry", "extensions", "main", "temp"]
    return isSchema(text) && !taken.contains(text) && !text.utf8.starts(with: "pg_".utf8)
      && !text.utf8.starts(with: "tenantry_".utf8)
  }

  /// `^[a-z][a-z0-9_.-]{0,62}$`.
  static func isLabelKey(_ text: String) -> Bool {
    let bytes = Array(text.utf8)
    guard (1...63).contains(bytes.count), lower.contains(bytes[0]) else { return false }
    return bytes.allSatisfy { lower.contains($0) || digits.contains($0) || [0x5F, 0x2E, 0x2D].contains($0) }
  }

  static func isDomain(_ text: String) -> Bool {
    let bytes = Array(text.utf8)
    guard (1...253).contains(bytes.count) else { return false }
    var labels: [[UInt8]] = [[]]
    for byte in bytes {
      if byte == 0x2E { labels.append([]) } else { labels[labels.count - 1].append(byte) }
    }
    for label in labels {
      guard (1...63).contains(label.count), label[0] != 0x2D, label[label.count - 1] != 0x2D else { return false }
      guard label.allSatisfy({ lower.contains($0) || digits.contains($0) || $0 == 0x2D }) else { return false }
    }
    return !labels[labels.count - 1].allSatisfy(digits.contains)
  }

  /// A scalar that people can see: no control, format, private or unassigned one that hides or turns text around.
  static func hides(_ scalar: Unicode.Scalar) -> Bool {
    let value = scalar.value
    return value < 0x20 || (0x7F...0x9F).contains(value) || (0x202A...0x202E).contains(value) || (0x2066...0x2069).contains(value)
      || (0xFDD0...0xFDEF).contains(value) || value & 0xFFFE == 0xFFFE || [0x200E, 0x200F, 0x61C].contains(value)
  }
}
