import Database

extension TenancyError {
  /// What work on a connection threw, whatever it was: our own errors as they are, the database's translated.
  init(work error: any Error, _ translated: (DatabaseError) -> TenancyError) {
    switch error {
    case let error as TenancyError: self = error
    case let error as DatabaseError: self = translated(error)
    case let error as TransactionError:
      // A transaction that did not begin, commit or roll back says why; what the work itself threw comes second.
      if let cause = error.commit ?? error.begin {
        self = translated(cause)
      } else if let body = error.body {
        self.init(work: body, translated)
      } else {
        self = error.rollback.map(translated) ?? TenancyError(.database, error.description)
      }
    default: self.init(.database, String(describing: error))
    }
  }
}
