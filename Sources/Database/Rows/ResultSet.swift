public import SQL

/// The answer to one statement: its rows, and how many rows it changed.
public struct ResultSet: Sendable, RandomAccessCollection {
  @usableFromInline let storage: any ResultStorage
  @usableFromInline let columnCount: Int
  /// The command tag, such as `SELECT 5`; empty on SQLite.
  public let commandTag: String
  /// How many rows an insert, update or delete changed.
  public let affectedRows: Int

  /// Makes an answer; for drivers.
  public init(storage: any ResultStorage, commandTag: String = "", affectedRows: Int = 0) {
    self.storage = storage
    self.commandTag = commandTag
    self.affectedRows = affectedRows
    endIndex = storage.rowCount
    columnCount = storage.columnCount
  }

  /// The names of the columns.
  public var columnNames: [String] { storage.columnNames }

  /// The first row's index.
  @inlinable
  public var startIndex: Int { 0 }
  /// The number of rows.
  public let endIndex: Int

  /// A row.
  @inlinable
  public subscript(position: Int) -> Row {
    precondition(position >= 0 && position < endIndex, "Row \(position) of \(endIndex).")
    return Row(storage: storage, index: position, columnCount: columnCount)
  }

  /// Makes something of each row, such as a value of a type of yours.
  ///
  /// ```swift
  /// let people = try answer.map { row in try Person(id: row.decode(0), name: row.decode(1)) }
  /// ```
  ///
  /// The quickest way through many rows: the answer is held once, and not again for each row.
  @inlinable
  public func map<Element, Failure: Error>(_ transform: (Row) throws(Failure) -> Element) throws(Failure) -> [Element] {
    var row = Row(storage: storage, index: 0, columnCount: columnCount)
    var elements: [Element] = []
    elements.reserveCapacity(endIndex)
    while row.index < endIndex {
      elements.append(try transform(row))
      row.index += 1
    }
    return elements
  }
}

/// One row of an answer.
///
/// It keeps the whole answer alive.
public struct Row: Sendable {
  @usableFromInline let storage: any ResultStorage
  @usableFromInline var index: Int
  @usableFromInline let columnCount: Int

  @inlinable
  init(storage: any ResultStorage, index: Int, columnCount: Int) {
    self.storage = storage
    self.index = index
    self.columnCount = columnCount
  }

  /// Reads a column, by its position from 0.
  ///
  /// ```swift
  /// let name = try row.decode(1, as: String.self)
  /// let note = try row.decode(2, as: String?.self)
  /// ```
  ///
  /// - Throws: ``DatabaseError`` with ``DatabaseError/Code/invalidValue`` for NULL where a value is wanted, or another type.
  @inlinable
  public func decode<Value: RowDecodable>(_ column: Int, as type: Value.Type = Value.self) throws(DatabaseError) -> Value {
    try check(column)
    return try Value(row: index, column: column, of: storage)
  }

  /// True when a column is NULL.
  @inlinable
  public func isNull(_ column: Int) throws(DatabaseError) -> Bool {
    try check(column)
    return try storage.isNull(row: index, column: column)
  }

  /// A column's value as what it is.
  @inlinable
  public func value(_ column: Int) throws(DatabaseError) -> SQLValue {
    try check(column)
    return try storage.value(row: index, column: column)
  }

  /// A column's list of texts; nil for NULL.
  public func textArray(_ column: Int) throws(DatabaseError) -> [String]? {
    try check(column)
    return try storage.textArray(row: index, column: column)
  }

  @inlinable
  func check(_ column: Int) throws(DatabaseError) {
    if column < 0 || column >= columnCount { throw noColumn(column) }
  }

  @usableFromInline
  func noColumn(_ column: Int) -> DatabaseError {
    DatabaseError(.invalidValue, "There is no column \(column): the answer has \(columnCount).")
  }
}
