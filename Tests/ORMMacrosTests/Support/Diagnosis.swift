import SwiftDiagnostics
import SwiftParser
import SwiftSyntax

@testable import ORMMacros

/// What is reported about a declaration: each diagnostic with its place, and the source after each of its fixes.
struct Diagnosis: Equatable {
  var line: Int
  var column: Int
  var message: String
  /// The source after each fix.
  var fixed: [String]

  /// What a struct with one of our attributes is told.
  static func of(_ source: String) -> [Diagnosis] {
    let file = Parser.parse(source: source)
    let converter = SourceLocationConverter(fileName: "test.swift", tree: file)
    return file.statements.flatMap { statement -> [Diagnostic] in
      guard case .decl(let declaration) = statement.item, let group = declaration.asProtocol((any DeclGroupSyntax).self),
        let attribute = group.attributes.compactMap({ $0.as(AttributeSyntax.self) }).first
      else { return [] }
      var reader = ModelReader(group, attribute)
      if attribute.attributeName.trimmedDescription == "Model" { _ = reader.readModel() } else { _ = reader.readGroup() }
      return reader.collector.diagnostics
    }.map { Diagnosis($0, source, converter) }
  }

  init(line: Int, column: Int, message: String, fixed: [String] = []) {
    self.line = line
    self.column = column
    self.message = message
    self.fixed = fixed
  }

  private init(_ diagnostic: Diagnostic, _ source: String, _ converter: SourceLocationConverter) {
    let place = diagnostic.location(converter: converter)
    line = place.line
    column = place.column
    message = diagnostic.message
    fixed = diagnostic.fixIts.map { fix in
      var bytes = Array(source.utf8)
      for edit in fix.edits.sorted(by: { $0.range.lowerBound > $1.range.lowerBound }) {
        bytes.replaceSubrange(edit.range.lowerBound.utf8Offset..<edit.range.upperBound.utf8Offset, with: edit.replacement.utf8)
      }
      return String(decoding: bytes, as: UTF8.self)
    }
  }
}
