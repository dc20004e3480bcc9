extension ModelDeclaration {
  /// The type of the key: the property's own, or a struct for several.
  var rowKeyType: String {
    let key = key
    if key.count == 1, let field = key.first { return "\(access.prefix)typealias RowKey = \(field.property.keyType)" }
    let parameters = key.map { "\($0.property.code): \($0.property.keyType)" }.joined(separator: ", ")
    return """
      \(access.prefix)struct RowKey: ModelKey\(isCodable ? ", Codable" : "") {
      \(key.map { "\(access.prefix)var \($0.property.code): \($0.property.keyType)" }.lines)
      \(access.prefix)init(\(parameters)) {
      \(key.map { "self.\($0.property.code) = \($0.property.code)" }.lines)
      }
      \(access.prefix)init(from reader: inout RowReader) throws(DatabaseError) {
      \(key.map { "self.\($0.property.code) = try reader.next()" }.lines)
      }
      \(access.prefix)func write(to writer: inout ValueWriter) {
      \(key.map { "\($0.property.code).write(to: &writer)" }.lines)
      }
      \(access.prefix)static var columnCount: Int { \(key.map { "\($0.property.keyType).columnCount" }.joined(separator: " + ")) }
      \(access.prefix)static var keyColumns: [KeyColumn] {
      \(key.map(\.property.keyColumns).joined(separator: " + "))
      }
      }
      """
  }

  /// The property that gives the key.
  var rowKeyProperty: String {
    let key = key
    let value: String
    if key.count == 1, let field = key.first {
      value = field.property.keyValue
    } else {
      value = "RowKey(" + key.map { "\($0.property.code): \($0.property.keyValue)" }.joined(separator: ", ") + ")"
    }
    return "\(access.prefix)var rowKey: RowKey { \(value) }"
  }
}

extension PropertyDeclaration {
  /// Its type as a part of a key.
  fileprivate var keyType: String { reference.map { "\($0.target).RowKey" } ?? type.text }
  /// Its value as a part of a key.
  fileprivate var keyValue: String { reference == nil ? code : "\(code).key" }

  /// Its columns, seen from a table that refers to the key.
  fileprivate var keyColumns: String {
    guard let reference else { return "[KeyColumn(\(Source.literal(columnName)), \(type.text).columnType)]" }
    return "\(reference.target).RowKey.keyColumns.map { KeyColumn(\"\(Naming.snakeCase(name))_\\($0.suffix)\", $0.type) }"
  }
}
