package import Names

/// The schemas that files may not name literally: those of the tenants, the shared one, the ledger.
package struct ManagedSchemas: Sendable, Hashable {
  private let texts: Set<String>

  /// Takes the names; the ledger's schema is always among them.
  package init(names: Set<SchemaName>) {
    texts = Set(names.map(\.text)).union([SchemaName.ledger.text])
  }

  /// True for the name of a managed schema, folded as the engine folds it.
  func contains(_ name: String) -> Bool { texts.contains(name) }
}
