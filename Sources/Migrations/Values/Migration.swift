/// A migration file, read for one engine.
public struct Migration: Sendable, Equatable {
  /// The file's name without its engine suffix and extension: `0007_add_invoices`.
  public var id: MigrationID
  /// The file, as the user would name it.
  public var file: String
  /// The statements of the up section.
  public var up: [MigrationStatement]
  /// The statements of the down section; empty when there is none.
  public var down: [MigrationStatement]
  /// True when there is a down section, be it empty: the migration can be taken back.
  public var hasDown: Bool
  /// False for a file with `transaction:false`: it then has one statement, which runs outside of a transaction.
  public var isTransactional: Bool
  /// False for a down section with `transaction:false`, which then has one statement.
  public var isDownTransactional: Bool
  /// The SHA-256 of the id, the up section and its directives, in lower-case hexadecimal.
  public var checksum: String
  /// The SHA-256 of everything outside of the up section: a change of it is worth a warning and no more.
  public var remainderChecksum: String

  /// Makes a migration.
  public init(
    id: MigrationID, file: String, up: [MigrationStatement], down: [MigrationStatement]? = nil, isTransactional: Bool = true,
    isDownTransactional: Bool = true, checksum: String, remainderChecksum: String = ""
  ) {
    self.id = id
    self.file = file
    self.up = up
    self.down = down ?? []
    hasDown = down != nil
    self.isTransactional = isTransactional
    self.isDownTransactional = isDownTransactional
    self.checksum = checksum
    self.remainderChecksum = remainderChecksum
  }
}
