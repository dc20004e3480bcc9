extension ModelDeclaration {
  /// The struct with a typed path for each column and relation.
  var columnsType: String {
    """
    \(access.prefix)struct Columns: ModelColumns {
    \(access.prefix)typealias Row = \(name)
    private let path: TablePath
    \(access.prefix)init(at path: TablePath) {
    self.path = path
    }
    \((fields.map(path(of:)) + relations.map(path(of:))).lines)
    }
    """
  }

  private func path(of field: Field) -> String {
    let property = field.property
    let type: String
    let value: String
    switch property.kind {
    case .reference(let options):
      type = "ReferencePath<\(name), \(options.target)>"
      let target = property.type.isOptional ? "\(property.code)?" : property.code
      // The row that a reference leads to is no change of the reference.
      value = """
        \(type)(field: \(field.place), at: path) { row, target in
        let changes = row.rowState.changes
        row.\(target).setLoaded(target)
        row.rowState.changes = changes
        }
        """
    case .group:
      type = "\(property.type.wrappedText).Columns"
      value = "\(type)(\(name).self, field: \(field.place), at: path)"
    default:
      type = "ColumnPath<\(property.type.text)>"
      value = "\(type)(\(name).self, field: \(field.place), at: path)"
    }
    return "\(access.prefix)var \(property.code): \(type) {\n\(value)\n}"
  }

  private func path(of relation: PropertyDeclaration) -> String {
    guard let options = relation.relation else { return "" }
    let type = "RelatedPath<\(name), \(options.target)>"
    let rows = if case .hasOne = options.kind { "rows.first" } else { "rows" }
    return """
      \(access.prefix)var \(relation.code): \(type) {
      \(type)(\(Source.literal(relation.name)), at: path) { row, rows in
      row.\(relation.code) = \(relation.type.wrappedText)(\(rows))
      }
      }
      """
  }
}
