import CSQLite

extension RawDatabase {
  /// Copies the main file of this connection over that of another one.
  ///
  /// - Parameter proceeds: Told after every step; false ends the copy.
  func copy(to target: RawDatabase, pagesPerStep: Int, _ proceeds: (BackupProgress) -> Bool) throws(RawError) {
    guard let source = unsafe handle, let destination = unsafe target.handle else {
      throw RawError(code: .misuse, message: "The connection is closed.")
    }
    guard let backup = unsafe sqlite3_backup_init(destination, "main", source, "main") else {
      throw target.failure(ResultCode(unsafe sqlite3_errcode(destination)))
    }
    var code = SQLITE_OK
    var isStopped = false
    while code == SQLITE_OK, !isStopped {
      code = unsafe sqlite3_backup_step(backup, Int32(clamping: pagesPerStep))
      let step = BackupProgress(
        total: unsafe Int(sqlite3_backup_pagecount(backup)), remaining: unsafe Int(sqlite3_backup_remaining(backup)))
      if code == SQLITE_OK || code == SQLITE_DONE { isStopped = !proceeds(step) && code != SQLITE_DONE }
    }
    // What went wrong in a step is reported here; an unfinished copy is rolled back.
    let end = unsafe sqlite3_backup_finish(backup)
    if isStopped { throw RawError(code: .interrupted, message: "the copy was stopped") }
    if code != SQLITE_DONE { throw target.failure(ResultCode(code)) }
    try target.check(end)
  }
}
