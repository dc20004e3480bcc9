public import ORM

/// Says more about a column than its property's name and type do.
///
/// - Parameters:
///   - name: Its name; by default the property's in snake case.
///   - type: What it is declared as; by default what the property's type says.
///   - unique: Whether no two rows may have the same.
///   - index: Whether it has an index; `#Index` says more.
///   - default: What the database writes where a draft leaves it out: `.now`, a literal, `.value(Status.open)`, `.expression("…")`.
///   - check: A condition that every row meets.
///   - generated: What the database computes it from.
///   - stored: Whether a generated column is kept, or computed when it is read (SQLite).
///   - onSave: What happens to it whenever its row is saved: `.touch` writes the moment, `.count` and `.version` count.
///   - collation: How its text is ordered.
///   - secret: Whether its values are left out of what is shown and encoded.
///   - comment: What the catalog says about it.
@attached(peer)
public macro Column(
  _ name: String? = nil, type: ColumnType? = nil, unique: Bool = false, index: Bool = false, default: ColumnDefault? = nil,
  check: SQLVariant? = nil, generated: SQLVariant? = nil, stored: Bool = true, onSave: ColumnDescriptor.SaveAction? = nil,
  collation: String? = nil, secret: Bool = false, comment: String? = nil
) = #externalMacro(module: "ORMMacros", type: "PropertyMarkerMacro")

/// How a primary key gets its values.
public enum PrimaryKeySource: Sendable {
  /// By the type: the database numbers rows, a UUID (version 7) is made here, everything else is given.
  case automatic
  /// The database numbers the rows, unless a draft gives a number.
  case identity
  /// The database numbers the rows, always.
  case identityAlways
  /// A UUID (version 7) is made where a draft gives none.
  case uuid
  /// It is given.
  case natural
}

/// Marks the primary key. Several make a composite key, whose values are given.
///
/// - Parameter source: Where its values come from.
@attached(peer)
public macro PrimaryKey(_ source: PrimaryKeySource = .automatic) =
  #externalMacro(module: "ORMMacros", type: "PropertyMarkerMacro")

/// Embeds a group of columns.
///
/// - Parameter prefix: What stands before the names of its columns; by default the property's name in snake case and `_`.
@attached(peer)
public macro Embedded(prefix: String? = nil) = #externalMacro(module: "ORMMacros", type: "PropertyMarkerMacro")

/// Leaves a stored property out: it has no column, and every row read begins with its initial value.
@attached(peer)
public macro Transient() = #externalMacro(module: "ORMMacros", type: "PropertyMarkerMacro")
