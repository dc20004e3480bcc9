extension ModelDeclaration {
  /// The initialiser with every property.
  var memberwiseInitializer: String {
    let stored = properties.filter { if case .transient = $0.kind { false } else { true } }
    let parameters = stored.map { "\($0.code): \($0.type.text)\($0.memberwiseDefault)" }.joined(separator: ", ")
    return """
      \(access.prefix)init(\(parameters)) {
      \(stored.map { "self.\($0.code) = \($0.code)" }.lines)
      }
      """
  }

  /// The initialiser that reads a row; a group has no state.
  func rowInitializer(withState: Bool) -> String {
    var lines = fields.map { "self.\($0.property.code) = try reader.next()" }
    lines += relations.map { "self.\($0.code) = \($0.type.wrappedText)()" }
    if withState { lines.append("self.rowState = RowState(origin: reader.origin)") }
    return """
      \(access.prefix)init(from reader: inout RowReader) throws(DatabaseError) {
      \(lines.lines)
      }
      """
  }

  /// The method that reads one field again.
  var fieldReader: String {
    """
    \(access.prefix)mutating func read(field: Int, from reader: inout RowReader) throws(DatabaseError) {
    switch field {
    \(fields.map { "case \($0.place): \($0.property.code) = try reader.next()" }.lines)
    default: preconditionFailure("\(name) has no field \\(field).")
    }
    }
    """
  }

  /// The method that writes one field.
  var fieldWriter: String {
    """
    \(access.prefix)func write(field: Int, to writer: inout ValueWriter) {
    switch field {
    \(fields.map { "case \($0.place): \($0.property.code).write(to: &writer)" }.lines)
    default: preconditionFailure("\(name) has no field \\(field).")
    }
    }
    """
  }
}

extension PropertyDeclaration {
  /// What stands behind a parameter of the memberwise initialiser.
  fileprivate var memberwiseDefault: String {
    if let initialValue { return " = \(initialValue)" }
    if case .relation = kind { return " = \(type.wrappedText)()" }
    return type.isOptional ? " = nil" : ""
  }
}
