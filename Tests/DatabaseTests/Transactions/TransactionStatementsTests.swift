import SQL
import Testing

@testable import Database

@Suite struct TransactionStatementsTests {
  @Test(arguments: [
    (TransactionMode.readWrite, nil, "BEGIN"),
    (.readOnly, nil, "BEGIN READ ONLY"),
    (.readWrite, IsolationLevel.readCommitted, "BEGIN ISOLATION LEVEL READ COMMITTED"),
    (.readWrite, .repeatableRead, "BEGIN ISOLATION LEVEL REPEATABLE READ"),
    (.readOnly, .serializable, "BEGIN ISOLATION LEVEL SERIALIZABLE READ ONLY"),
  ])
  func `PostgreSQL begins with what was asked for`(mode: TransactionMode, isolation: IsolationLevel?, begin: String) {
    let statements = TransactionStatements.outermost(mode, isolation: isolation, dialect: .postgres)
    #expect(statements.begin == [begin])
    #expect(statements.commit == ["COMMIT"])
    #expect(statements.rollback == ["ROLLBACK"])
  }

  @Test(arguments: [nil] + IsolationLevel.allCases)
  func `a writer on SQLite takes its lock at the start`(isolation: IsolationLevel?) {
    let statements = TransactionStatements.outermost(.readWrite, isolation: isolation, dialect: .sqlite)
    #expect(statements.begin == ["BEGIN IMMEDIATE"])
  }

  @Test func `a reader on SQLite is held to it`() {
    let statements = TransactionStatements.outermost(.readOnly, isolation: nil, dialect: .sqlite)
    #expect(statements.begin == ["BEGIN"])
    #expect(statements.needsReadOnlyConnection)
    #expect(!TransactionStatements.outermost(.readOnly, isolation: nil, dialect: .postgres).needsReadOnlyConnection)
    #expect(!TransactionStatements.outermost(.readWrite, isolation: nil, dialect: .sqlite).needsReadOnlyConnection)
  }
}
