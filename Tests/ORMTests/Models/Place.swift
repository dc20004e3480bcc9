import Database
import ORM
import SQL

/// A shared model with a composite key of texts, that refers to itself and forbids to delete what is referred to.
struct Place: SharedModel {
  var country: String { didSet { rowState.changes.insert(0) } }
  var code: String { didSet { rowState.changes.insert(1) } }
  var note: String? { didSet { rowState.changes.insert(2) } }
  var within: Reference<Place>? { didSet { rowState.changes.insert(3) } }
  var parts: Related<Place>
  var rowState: RowState

  struct RowKey: ModelKey {
    var country: String
    var code: String

    static var keyColumns: [KeyColumn] { [KeyColumn("country", String.columnType), KeyColumn("code", String.columnType)] }
    static var columnCount: Int { 2 }

    init(_ country: String, _ code: String) {
      self.country = country
      self.code = code
    }

    init(from reader: inout RowReader) throws(DatabaseError) {
      country = try reader.next()
      code = try reader.next()
    }

    func write(to writer: inout ValueWriter) {
      country.write(to: &writer)
      code.write(to: &writer)
    }
  }

  static let descriptor = ModelDescriptor(
    "Place", table: Identifier(literal: "places"),
    fields: [
      .column("country", ColumnDescriptor(Identifier(literal: "country"), String.columnType)),
      .column("code", ColumnDescriptor(Identifier(literal: "code"), String.columnType)),
      .column("note", ColumnDescriptor(Identifier(literal: "note"), String.columnType, isNullable: true)),
      .reference("within", to: Place.self, prefix: "within", isNullable: true),
    ],
    primaryKey: [0, 1], relations: [RelationDescriptor("parts", to: Place.self, .hasMany)])

  var rowKey: RowKey { RowKey(country, code) }

  init(from reader: inout RowReader) throws(DatabaseError) {
    country = try reader.next()
    code = try reader.next()
    note = try reader.next()
    within = try reader.next()
    parts = Related()
    rowState = RowState(origin: reader.origin)
  }

  mutating func read(field: Int, from reader: inout RowReader) throws(DatabaseError) {
    switch field {
    case 0: country = try reader.next()
    case 1: code = try reader.next()
    case 2: note = try reader.next()
    case 3: within = try reader.next()
    default: preconditionFailure("Place has no field \(field).")
    }
  }

  func write(field: Int, to writer: inout ValueWriter) {
    switch field {
    case 0: country.write(to: &writer)
    case 1: code.write(to: &writer)
    case 2: note.write(to: &writer)
    case 3: within.write(to: &writer)
    default: preconditionFailure("Place has no field \(field).")
    }
  }

  struct Columns: ModelColumns {
    typealias Row = Place
    let path: TablePath
    init(at path: TablePath) { self.path = path }

    var country: ColumnPath<String> { ColumnPath(Place.self, field: 0, at: path) }
    var code: ColumnPath<String> { ColumnPath(Place.self, field: 1, at: path) }
    var note: ColumnPath<String?> { ColumnPath(Place.self, field: 2, at: path) }
    var within: ReferencePath<Place, Place> { ReferencePath(field: 3, at: path) { $0.within?.setLoaded($1) } }
    var parts: RelatedPath<Place, Place> { RelatedPath("parts", at: path) { $0.parts = Related($1) } }
  }

  struct Draft: ModelDraft {
    typealias Row = Place
    var country: String
    var code: String
    var note: String?
    var within: Reference<Place>?

    init(_ country: String, _ code: String, note: String? = nil, within: Reference<Place>? = nil) {
      self.country = country
      self.code = code
      self.note = note
      self.within = within
    }

    var given: FieldSet { [0, 1, 2, 3] }

    func write(field: Int, to writer: inout ValueWriter) {
      switch field {
      case 0: country.write(to: &writer)
      case 1: code.write(to: &writer)
      case 2: note.write(to: &writer)
      case 3: within.write(to: &writer)
      default: preconditionFailure("A draft of Place has no field \(field).")
      }
    }
  }
}
