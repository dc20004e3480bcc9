public import Names


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
  /// False for a file with `transaction:false`: it then has one statement, which runs outside of a transaction.
  public var isTransactional: Bool
  /// The SHA-256 of the id, the up section and its directives, in lower-case hexadecimal.
  public var checksum: String

  /// Makes a migration.
  public init(
    id: MigrationID, file: String, up: [MigrationStatement], down: [MigrationStatement] = [], isTransactional: Bool = true,
    checksum: String
  ) {
    self.id = id
    self.file = file
    self.up = up
    self.down = down
    self.isTransactional = isTransactional
    self.checksum = checksum
  }
}

/// The name of a migration: digits (a number or a timestamp), an underscore, then words.
public struct MigrationID: ValidatedName {
  public let text: String
  public init(unchecked text: String) { self.text = text }
  public static let kind = "migration"

  /// The digits at the start, without leading zeros: they decide the order.
  public var number: Substring {
    let digits = text.prefix { $0.isASCII && $0.isNumber }.drop { $0 == "0" }
    return digits.isEmpty ? "0" : digits
  }

  public static func violation(of text: String) -> NameViolation? {
    let hint = "Name it NNNN_words.sql, for example \"0007_add_invoices.sql\"."
    let bytes = Array(text.utf8)
    let digits = bytes.prefix { (UInt8(ascii: "0")...UInt8(ascii: "9")).contains($0) }
    guard (1...20).contains(digits.count) else { return NameViolation("does not start with 1 to 20 digits", hint: hint) }
    let rest = bytes.dropFirst(digits.count)
    guard rest.first == UInt8(ascii: "_"), rest.count > 1, bytes.count <= 128 else {
      return NameViolation("has no words after its number, or is longer than 128 bytes", hint: hint)
    }
    let isRight = rest.allSatisfy { byte in
      byte == UInt8(ascii: "_") || byte == UInt8(ascii: "-") || (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(byte)
        || (UInt8(ascii: "a")...UInt8(ascii: "z")).contains(byte)
    }
    return isRight ? nil : NameViolation("may hold lower-case letters, digits, \"_\" and \"-\" only", hint: hint)
  }
}

/// One statement of a migration or seed file, with its place in it.
public struct MigrationStatement: Sendable, Equatable {
  /// A piece of a statement's text.
  public enum Piece: Sendable, Hashable {
    /// Text as written.
    case text(String)
    /// `${tenant_schema}`, to be written as a quoted identifier.
    case tenantSchema
    /// `${shared_schema}`, to be written as a quoted identifier.
    case sharedSchema
  }

  /// The text without the closing semicolon, cut at its placeholders.
  public var pieces: [Piece]
  /// Where the statement's first token is.
  public var location: SourceLocation

  /// Makes a statement.
  public init(pieces: [Piece], location: SourceLocation) {
    self.pieces = pieces
    self.location = location
  }
}

/// An ordered folder of migrations with the hash chain over it.
public struct MigrationSet: Sendable, Equatable {
  /// Its name: `shared`, or the template that adds it.
  public var name: MigrationSetName
  /// The folder, as the user would name it.
  public var folder: String
  /// The migrations, in order.
  public var migrations: [Migration]
  /// The head after each migration, in the same order.
  public var heads: [Head]

  /// Makes a set.
  public init(name: MigrationSetName, folder: String, migrations: [Migration], heads: [Head]) {
    self.name = name
    self.folder = folder
    self.migrations = migrations
    self.heads = heads
  }
}

/// A point in a set's chain: each migration's checksum hashed together with the head before it.
public struct Head: Sendable, Hashable, CustomStringConvertible {
  /// 64 lower-case hexadecimal digits.
  public var hex: String

  /// Wraps a digest that this program made or stored.
  public init(hex: String) { self.hex = hex }

  /// The first 12 digits, enough for a person.
  public var description: String { String(hex.prefix(12)) }
}
