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
      let reference = property.type.isOptional ? "\(property.code)?" : property.code
      value = "\(type)(field: \(field.place), at: path) { $0.\(reference).setLoaded($1) }"
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
    let rows = if case .hasOne = options.kind { "$1.first" } else { "$1" }
    return """
      \(access.prefix)var \(relation.code): \(type) {
      \(type)(\(Source.literal(relation.name)), at: path) { $0.\(relation.code) = \(relation.type.wrappedText)(\(rows)) }
      }
      """
  }
}
