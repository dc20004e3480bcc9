import SQL

/// Checks statements against all rules of one engine and scope, and cuts them at their placeholders.
struct StatementRules {
  let text: SourceText
  let engine: Dialect.Engine
  let scope: MigrationScope
  let managed: ManagedSchemas

  /// What was seen of a statement.
  struct Outcome {
    var pieces: [MigrationStatement.Piece]
    /// The refusal that holds in a transaction.
    var needsNoTransaction: Finding?
  }

  /// Checks a statement; what is wrong with it is added to the findings.
  func check(_ statement: ScannedStatement, into findings: inout [Finding]) -> Outcome {
    let view = statement.view(of: text.bytes, engine: engine)
    for refusal in [
      view.transactionControl ?? view.sessionChange(at: 0, reach: .everything), view.schemaStatement(at: 0), view.sqliteReach,
    ] {
      if let refusal { findings.append(Finding(refusal, at: statement.range.lowerBound)) }
    }
    if ClientCopy.offset(in: view) != nil { findings.append(Finding(.clientCopy, at: statement.range.lowerBound)) }
    if let index = ConcurrentIndex.longName(in: view) { findings.append(Finding(.longIndexName, at: view.tokens[index].start)) }
    var inspection = StatementInspection(rules: self)
    inspection.inspect(view, as: .statement)
    findings += inspection.findings
    let need = view.needsNoTransaction
    return Outcome(
      pieces: inspection.pieces(of: statement.range),
      needsNoTransaction: need.map { Finding($0.refusal, at: view.tokens[$0.index].start) })
  }
}

/// What a file's statements are for.
package enum MigrationScope: Sendable, Hashable {
  /// The shared schema: no tenant is in scope.
  case shared
  /// Each tenant's schema.
  case tenant
}
