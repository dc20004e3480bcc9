import Database
import Migrations
import Names

extension TenancyError {
  /// What the ledger's functions raised, or what the database said about our own statements.
  init(ledger error: DatabaseError) {
    switch error.sqlState?.code {
    case "TN001": self.init(.tenantMissing, error.message, underlying: error)
    case "TN002":
      self.init(
        .schemaMissing, error.message, hint: "Restore the schema, or take the tenant out with \"tenantctl drop\".",
        underlying: error)
    case "TN003": self.init(.headMoved, error.message, hint: "Run the command again.", underlying: error)
    case "TN004":
      self.init(
        .sessionChanged, error.message, hint: "Take what changes the search path or the role out of the migration.",
        underlying: error)
    case "TN005": self.init(.tenantExists, error.message, underlying: error)
    case "TN006":
      self.init(
        .schemaExists, error.message,
        hint: error.hint ?? "It belongs to no tenant. Choose another schema, or move that one away.", underlying: error)
    case "TN007": self.init(.domainTaken, error.message, hint: "Give the domain to one tenant only.", underlying: error)
    case "TN008": self.init(.nameKeptBack, error.message, hint: "Try again then.", underlying: error)
    default: self.init(.database, error.message, hint: error.hint, underlying: error)
    }
  }

  /// Names the statement that failed in a message of which the user's statements are a part.
  ///
  /// - Parameters:
  ///   - firstStatement: How many of our own statements come first.
  ///   - statements: The user's statements.
  init(message error: DatabaseError, firstStatement: Int, statements: [SchemaScript.Statement], schemas: SchemaTexts) {
    guard let index = error.statementIndex.map({ $0 - firstStatement }), statements.indices.contains(index),
      error.sqlState != nil
    else {
      self.init(ledger: error)
      return
    }
    let source = statements[index].source
    let location = error.scalarOffset.map { offset in
      source.location(ofScalarOffset: offset, tenantSchema: schemas.tenant, sharedSchema: schemas.shared)
    }
    self.init(.statementFailed, error.message, hint: error.hint, at: location ?? source.location, underlying: error)
  }
}

/// What the placeholders of migration files stand for in one schema.
struct SchemaTexts {
  var tenant: SchemaName?
  var shared: SchemaName
}
