public import Names
import SQL

extension MigrationStatement {
  /// The statement as it is sent: placeholders become quoted identifiers, and bare names inside of quotes.
  ///
  /// A tenant placeholder without a tenant stays as it is written, which every engine refuses; the reader refuses it before.
  ///
  /// - Parameters:
  ///   - tenantSchema: The tenant's schema; `main` in a tenant's own file on SQLite.
  ///   - sharedSchema: The shared schema.
  public func text(tenantSchema: SchemaName?, sharedSchema: SchemaName) -> String {
    var result = ""
    for piece in pieces { result += piece.rendered(tenantSchema: tenantSchema, sharedSchema: sharedSchema) }
    return result
  }

  /// The place in the file that a place in the sent text comes from.
  ///
  /// - Parameters:
  ///   - scalarOffset: The place in ``text(tenantSchema:sharedSchema:)``, from 0 and in Unicode scalars.
  ///   - tenantSchema: The tenant's schema that the text was made with.
  ///   - sharedSchema: The shared schema that the text was made with.
  /// - Returns: The place; that of the placeholder for a place inside of a schema's name, and the end for one past the end.
  public func location(ofScalarOffset scalarOffset: Int, tenantSchema: SchemaName?, sharedSchema: SchemaName) -> SourceLocation {
    var place = location
    var remaining = max(0, scalarOffset)
    for piece in pieces {
      let source = piece.source.unicodeScalars
      switch piece {
      case .omitted: place.advance(over: source)
      case .text:
        // Walking stops at the offset, so the cost is that of the text before it.
        for scalar in source {
          if remaining == 0 { return place }
          place.advance(over: CollectionOfOne(scalar))
          remaining -= 1
        }
      default:
        let length = piece.rendered(tenantSchema: tenantSchema, sharedSchema: sharedSchema).unicodeScalars.count
        if remaining < length { return place }
        remaining -= length
        place.advance(over: source)
      }
    }
    return place
  }

  /// The statement as it stands in the file.
  package var source: String { pieces.map(\.source).joined() }
}

extension MigrationStatement.Piece {
  /// What is sent for this piece.
  func rendered(tenantSchema: SchemaName?, sharedSchema: SchemaName) -> String {
    switch self {
    case .text(let text): text
    case .tenantSchema: tenantSchema?.quoted ?? source
    case .sharedSchema: sharedSchema.quoted
    case .tenantSchemaInQuotes: tenantSchema?.text ?? source
    case .sharedSchemaInQuotes: sharedSchema.text
    case .omitted: ""
    }
  }

  /// What stands in the file for this piece.
  var source: String {
    switch self {
    case .text(let text), .omitted(let text): text
    case .tenantSchema, .tenantSchemaInQuotes: Placeholder.tenantSchema.rawValue
    case .sharedSchema, .sharedSchemaInQuotes: Placeholder.sharedSchema.rawValue
    }
  }
}

extension SourceLocation {
  fileprivate mutating func advance(over scalars: some Sequence<Unicode.Scalar>) {
    for scalar in scalars {
      if scalar == "\n" {
        line += 1
        column = 1
      } else {
        column += 1
      }
    }
  }
}
