import Database
import ORM
import SQL

/// A group of two columns.
struct Money: ColumnGroup {
  var amount: Int64
  var currency: String

  static let fields: [FieldDescriptor] = [
    .column("amount", ColumnDescriptor(Identifier(literal: "amount"), Int64.columnType)),
    .column("currency", ColumnDescriptor(Identifier(literal: "currency"), .varchar(3))),
  ]

  init(amount: Int64, currency: String) {
    self.amount = amount
    self.currency = currency
  }

  init(from reader: inout RowReader) throws(DatabaseError) {
    amount = try reader.next()
    currency = try reader.next()
  }

  func write(to writer: inout ValueWriter) {
    amount.write(to: &writer)
    currency.write(to: &writer)
  }

  struct Columns: ColumnGroupPaths {
    let path: TablePath
    let columns: [ColumnDescriptor]
    init(at path: TablePath, columns: [ColumnDescriptor]) {
      self.path = path
      self.columns = columns
    }

    var amount: ColumnPath<Int64> { ColumnPath(columns[0], at: path) }
    var currency: ColumnPath<String> { ColumnPath(columns[1], at: path) }
  }
}
