/// One statement, ready to be sent: text with placeholders, and their values.
public struct RenderedSQL: Sendable, Hashable {
  /// The text, with `$1` or `?1` where values go.
  public let text: String
  /// The values, in the order of their placeholders.
  public let binds: [SQLValue]

  /// Makes a statement of text that is known to be right for its dialect.
  public init(text: String, binds: [SQLValue] = []) {
    self.text = text
    self.binds = binds
  }
}

extension SQLFragment {
  /// Writes the statement: names quoted, references resolved, values as binds.
  ///
  /// - Throws: ``SQLTextError`` when a reference has no schema in scope.
  public func rendered(for dialect: Dialect, in schemas: SchemaResolution = SchemaResolution()) throws(SQLTextError)
    -> RenderedSQL
  {
    var binds: [SQLValue] = []
    let text = try text(in: schemas) { (value) throws(SQLTextError) in
      binds.append(value)
      return dialect.placeholder(binds.count)
    }
    return RenderedSQL(text: text, binds: binds)
  }

  /// Writes the statement with its values as literals, for a multi-statement message.
  ///
  /// - Throws: ``SQLTextError`` when a reference has no schema in scope or a value has no literal.
  public func inlined(for dialect: Dialect, in schemas: SchemaResolution = SchemaResolution()) throws(SQLTextError) -> String {
    try text(in: schemas) { (value) throws(SQLTextError) in try SQLLiteral(value, for: dialect).text }
  }

  private func text(
    in schemas: SchemaResolution, writing value: (SQLValue) throws(SQLTextError) -> String
  ) throws(SQLTextError) -> String {
    var result = ""
    for segment in segments {
      switch segment {
      case .text(let text): result += text
      case .bind(let bound): result += try value(bound)
      case .identifier(let identifier): result += identifier.quoted
      case .schema(let placement): result += try schemas.schema(of: placement).quoted
      case .table(let table): result += try schemas.schema(of: table.placement).quoted + "." + table.name.quoted
      }
    }
    return result
  }
}
