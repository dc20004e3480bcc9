import Database
import Migrations
import Names
import SQL

extension TenantRecord {
  /// Reads a row of the columns that both ledgers select, in this order: id, name, schema, schema's number, template, isolation,
  /// phase, label keys, label values, domains, sets, heads, migrations, positions, created, updated, fault, the name that it is being given.
  init(ledgerRow row: Row) throws(DatabaseError) {
    self.init(
      id: try row.decode(0), name: TenantName(unchecked: try row.decode(1)), schema: SchemaName(unchecked: try row.decode(2)),
      schemaOID: try row.decode(3, as: Int64?.self),
      template: try row.decode(4, as: String?.self).map(TemplateName.init(unchecked:)),
      isolation: try row.decodeRaw(5), phase: try row.decodeRaw(6),
      labels: Dictionary(
        zip(try row.texts(7).map(LabelKey.init(unchecked:)), try row.texts(8).map(LabelValue.init(unchecked:))),
        uniquingKeysWith: { first, _ in first }),
      domains: try row.texts(9).map(DomainName.init(unchecked:)), heads: try row.heads(firstColumn: 10),
      createdAt: try row.decode(14), updatedAt: try row.decode(15),
      fault: try row.decode(16, as: String?.self).flatMap(TenantFault.init(rawValue:)),
      successor: try row.decode(17, as: String?.self).map(TenantName.init(unchecked:)))
  }
}

extension HistoryEntry {
  /// Reads a row of: action, migrations, at, actor, run, tool.
  init(ledgerRow row: Row) throws(DatabaseError) {
    self.init(
      action: try row.decode(0), migrations: try row.texts(1), at: try row.decode(2), actor: try row.decode(3),
      run: try row.decode(4), tool: try row.decode(5))
  }
}

extension AuditRecord {
  /// Reads a row of: sequence, at, actor, action, detail, previous hash, hash.
  init(ledgerRow row: Row) throws(DatabaseError) {
    self.init(
      sequence: try row.decode(0), at: try row.decode(1), actor: try row.decode(2), action: try row.decode(3),
      detail: try row.decode(4), previousHash: try row.decode(5), hash: try row.decode(6))
  }
}

extension AppliedHead {
  /// Reads a row of: head, migration, position.
  init(ledgerRow row: Row) throws(DatabaseError) {
    self.init(
      head: Head(hex: try row.decode(0)), migration: MigrationID(unchecked: try row.decode(1)), position: try row.decode(2))
  }
}

extension Row {
  /// A list of texts; NULL is the empty list.
  func texts(_ column: Int) throws(DatabaseError) -> [String] { try textArray(column) ?? [] }

  fileprivate func heads(firstColumn column: Int) throws(DatabaseError) -> [MigrationSetName: AppliedHead] {
    let (sets, hashes) = (try texts(column), try texts(column + 1))
    let (migrations, positions) = (try texts(column + 2), try texts(column + 3))
    var heads: [MigrationSetName: AppliedHead] = [:]
    for (index, set) in sets.enumerated() where index < min(hashes.count, migrations.count, positions.count) {
      heads[MigrationSetName(unchecked: set)] = AppliedHead(
        head: Head(hex: hashes[index]), migration: MigrationID(unchecked: migrations[index]), position: Int(positions[index]) ?? 0
      )
    }
    return heads
  }

  fileprivate func decodeRaw<Value: RawRepresentable<String>>(_ column: Int) throws(DatabaseError) -> Value {
    let text: String = try decode(column)
    guard let value = Value(rawValue: text) else {
      throw DatabaseError(.invalidValue, "The ledger holds \(text.escapedForDisplay), which this version does not know.")
    }
    return value
  }
}

extension DirectoryEntry {
  /// Reads a row of: name, schema, database, phase, domains.
  init(ledgerRow row: Row) throws(DatabaseError) {
    self.init(
      name: TenantName(unchecked: try row.decode(0)), schema: SchemaName(unchecked: try row.decode(1)),
      database: DatabaseName(unchecked: try row.decode(2)), phase: try row.decodeRaw(3),
      domains: try row.texts(4).map(DomainName.init(unchecked:)))
  }
}

extension ResultSet {
  /// Reads rows of: head, checksum of what is outside of the chain.
  func remainders() throws(DatabaseError) -> [Head: String] {
    var remainders: [Head: String] = [:]
    for row in self { remainders[Head(hex: try row.decode(0))] = try row.decode(1) }
    return remainders
  }
}
