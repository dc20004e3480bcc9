import Database
import Names
import SQL

extension SQLiteSession {
  /// Prepares the main file: its journal and its durability.
  ///
  /// - Throws: ``RawError``; busy while another connection converts or buries the file.
  func setUp(_ durability: SQLiteConfiguration.Durability) throws(RawError) {
    try setUp(schema: .main, durability)
  }

  private func setUp(schema: SchemaName, _ durability: SQLiteConfiguration.Durability) throws(RawError) {
    // A file that was moved between looking and opening would take the journal of its successor for its own.
    try checkPlace(of: schema)
    try own("PRAGMA \(schema.quoted).synchronous = \(durability.rawValue)")
    // WAL: readers and the writer do not wait for each other. It is a property of the file, and set once.
    try own("PRAGMA \(schema.quoted).journal_mode = wal")
    // From here on the file is in use, and nobody can move it.
    try checkPlace(of: schema)
  }

  private func checkPlace(of schema: SchemaName) throws(RawError) {
    guard database.hasMoved(schema.text) else { return }
    throw RawError(code: .cannotOpen, message: "the file was moved while it was opened")
  }

  /// Attaches a file under a schema's name.
  func attach(_ schema: SchemaName, path: String, _ durability: SQLiteConfiguration.Durability) throws(RawError) {
    try own("ATTACH ?1 AS \(schema.quoted)", [.text(path)])
    attachedSchema = schema.text
    try setUp(schema: schema, durability)
  }

  /// Detaches the file, and forgets statements: SQLite counts attached files, and would run one against the next file.
  func detach() throws(RawError) {
    guard let attachedSchema else { return }
    forgetStatements()
    try own("DETACH \(Identifier(SchemaName(unchecked: attachedSchema)).quoted)")
    self.attachedSchema = nil
  }
}
