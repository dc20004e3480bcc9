/// The two placeholders that a migration file may hold.
enum Placeholder: String, CaseIterable {
  case tenantSchema = "${tenant_schema}"
  case sharedSchema = "${shared_schema}"

  /// The piece that stands for it.
  func piece(inQuotes: Bool) -> MigrationStatement.Piece {
    switch self {
    case .tenantSchema: inQuotes ? .tenantSchemaInQuotes : .tenantSchema
    case .sharedSchema: inQuotes ? .sharedSchemaInQuotes : .sharedSchema
    }
  }
}
