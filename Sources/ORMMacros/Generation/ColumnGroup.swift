extension ModelDeclaration {
  /// The fields of a group.
  var groupFields: String {
    "\(access.prefix)static let fields: [FieldDescriptor] = \(Source.list(fields.map { $0.property.fieldDescriptor() }) ?? "[]")"
  }

  /// The method that writes a group.
  var groupWriter: String {
    """
    \(access.prefix)func write(to writer: inout ValueWriter) {
    \(fields.map { "\($0.property.code).write(to: &writer)" }.lines)
    }
    """
  }

  /// The struct with a typed path for each column of a group.
  var groupPaths: String {
    var paths: [String] = []
    var offset = "0"
    for property in fields.map(\.property) {
      let type = property.type.wrappedText
      if case .group = property.kind {
        let slice = "Array(columns[(\(offset))..<(\(offset) + \(type).columnCount)])"
        paths.append("\(access.prefix)var \(property.code): \(type).Columns {\n\(type).Columns(at: path, columns: \(slice))\n}")
        offset += " + \(type).columnCount"
      } else {
        let path = "ColumnPath<\(property.type.text)>"
        paths.append("\(access.prefix)var \(property.code): \(path) {\n\(path)(columns[\(offset)], at: path)\n}")
        offset = Int(offset).map { "\($0 + 1)" } ?? "\(offset) + 1"
      }
    }
    return """
      \(access.prefix)struct Columns: ColumnGroupPaths {
      private let path: TablePath
      private let columns: [ColumnDescriptor]
      \(access.prefix)init(at path: TablePath, columns: [ColumnDescriptor]) {
      self.path = path
      self.columns = columns
      }
      \(paths.lines)
      }
      """
  }
}
