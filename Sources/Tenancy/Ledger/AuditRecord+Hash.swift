import Crypto
package import SQL

extension AuditRecord {
  /// The hash of a link: SHA-256 over the hash before it and the record's own fields, a line each.
  ///
  /// The ledger's function on PostgreSQL computes the same.
  package static func hash(
    after previous: String, tenantID: Int64, sequence: Int64, tenant: String, at: Timestamp, actor: String, action: String,
    detail: String
  ) -> String {
    let fields = [previous, String(tenantID), String(sequence), tenant, at.description, actor, action, detail]
    let digest = SHA256.hash(data: Array(fields.joined(separator: "\n").utf8))
    let digits = Array("0123456789abcdef".utf8)
    return String(decoding: digest.flatMap { [digits[Int($0 >> 4)], digits[Int($0 & 15)]] }, as: UTF8.self)
  }
}
