public import ORM

// No parameter is bound to be a model: that would be asked while the models are still being expanded. What is written from it is
// checked instead.

/// A foreign key: the property is a `Reference`, optional where it may be NULL.
///
/// - Parameters:
///   - columns: The names of its columns; by default the property's in snake case with `_id`.
///   - onDelete: What happens when the row that it refers to is deleted.
///   - onUpdate: What happens when that row's key changes.
///   - unique: Whether no two rows may refer to the same: one-to-one.
///   - index: Whether it has an index, which the other side's deletes and relations use.
///   - constraint: Whether the database checks it.
///   - deferred: Whether it is checked at the end of the transaction.
///   - comment: What the catalog says about it.
@attached(peer)
public macro BelongsTo(
  _ columns: String..., onDelete: ReferenceDescriptor.Action = .restrict, onUpdate: ReferenceDescriptor.Action = .cascade,
  unique: Bool = false, index: Bool = true, constraint: Bool = true, deferred: Bool = false, comment: String? = nil
) = #externalMacro(module: "ORMMacros", type: "PropertyMarkerMacro")

/// A foreign key whose other side is named, because there are several candidates.
///
/// - Parameter inverse: The property of the other model that holds these rows.
@attached(peer)
public macro BelongsTo<Target, Rows>(
  _ columns: String..., inverse: KeyPath<Target, Rows>, onDelete: ReferenceDescriptor.Action = .restrict,
  onUpdate: ReferenceDescriptor.Action = .cascade, unique: Bool = false, index: Bool = true, constraint: Bool = true,
  deferred: Bool = false, comment: String? = nil
) = #externalMacro(module: "ORMMacros", type: "PropertyMarkerMacro")

/// The rows of another model that refer to this one; the property is a `Related`.
@attached(peer)
public macro HasMany() = #externalMacro(module: "ORMMacros", type: "PropertyMarkerMacro")

/// The one row of another model that refers to this one; the property is a `RelatedOne`.
@attached(peer)
public macro HasOne() = #externalMacro(module: "ORMMacros", type: "PropertyMarkerMacro")

/// The rows at the other end of a model that refers to both; the property is a `Related`.
///
/// - Parameter through: The model between.
@attached(peer)
public macro ManyToMany<Through>(through: Through.Type) =
  #externalMacro(module: "ORMMacros", type: "PropertyMarkerMacro")
