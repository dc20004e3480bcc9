import Database

extension DatabaseError {
  /// Translates an error of SQLite's.
  ///
  /// - Parameters:
  ///   - error: What SQLite said.
  ///   - text: The statement, which positions are counted in.
  init(_ error: RawError, in text: String? = nil) {
    self.init(.server, Self.message(for: error), sqlState: SQLState(error))
    let subject = ErrorSubject(error)
    (schema, table, column, constraint) = (subject.schema, subject.table, subject.column, subject.constraint)
    if error.refusal != nil { detail = error.message }
    if let offset = error.byteOffset, let text { scalarOffset = Self.scalars(in: text, before: offset) }
  }

  /// A statement that was stopped because its task was cancelled.
  static var cancelledBySQLite: DatabaseError {
    DatabaseError(.cancelled, "The task was cancelled, and the statement was stopped.", sqlState: .queryCanceled)
  }

  private static func message(for error: RawError) -> String {
    if let refusal = error.refusal { return refusal }
    switch error.code.primary {
    case .busy where error.code == .busySnapshot:
      return "Another connection changed the file after this transaction read it. Run the transaction again."
    case .busy, .locked: return "Another connection writes to the same file (\(error.message)). Try again later."
    case .full:
      return "There is no room left for the file (\(error.message)). Nothing of the statement is kept. Make room and try again."
    case .readOnly: return "The file cannot be written (\(error.message)). Check its permissions and those of its directory."
    case .ioError:
      let activity = error.code.ioActivity.map { " when SQLite was \($0)" } ?? ""
      return "The disk reported an error\(activity) (\(error.message)). Check the disk and the system's log."
    case .corrupt, .notADatabase: return "The file is damaged or no database (\(error.message)). Restore it from a backup."
    case .cannotOpen:
      return "The file cannot be opened (\(error.message)). Check that it exists, is no link, and its permissions."
    default: return error.message
    }
  }

  private static func scalars(in text: String, before byteOffset: Int) -> Int {
    // Every scalar has one byte that does not continue another.
    text.utf8.prefix(byteOffset).reduce(0) { $1 & 0xc0 == 0x80 ? $0 : $0 + 1 }
  }
}
