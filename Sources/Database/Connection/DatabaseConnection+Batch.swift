public import SQL

extension DatabaseConnection {
  /// Runs the statements one after the other, in a transaction: for engines that know no round trips.
  public func batch(_ statements: [RenderedSQL]) async throws(DatabaseError) -> [ResultSet] {
    guard !statements.isEmpty else { return [] }
    if isInTransaction { return try await runEach(statements) }
    let transaction = TransactionStatements.outermost(.readWrite, isolation: nil, dialect: dialect)
    for text in transaction.begin { _ = try await query(RenderedSQL(text: text)) }
    do throws(DatabaseError) {
      let answers = try await runEach(statements)
      for text in transaction.commit { _ = try await query(RenderedSQL(text: text)) }
      return answers
    } catch {
      // When that fails too, the pool closes the connection instead of lending it again.
      if isInTransaction { for text in transaction.rollback { _ = try? await query(RenderedSQL(text: text)) } }
      throw error
    }
  }

  private func runEach(_ statements: [RenderedSQL]) async throws(DatabaseError) -> [ResultSet] {
    var answers: [ResultSet] = []
    for (index, statement) in statements.enumerated() {
      do throws(DatabaseError) { answers.append(try await query(statement)) } catch {
        var error = error
        error.statementIndex = index
        throw error
      }
    }
    return answers
  }
}
