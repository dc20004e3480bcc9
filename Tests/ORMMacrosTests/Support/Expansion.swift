import SwiftDiagnostics
import SwiftSyntax
import SwiftSyntaxMacroExpansion
import SwiftSyntaxMacrosGenericTestSupport
import Testing

@testable import ORMMacros

private let macros: [String: MacroSpec] = [
  "Model": MacroSpec(type: ModelMacro.self, conformances: ["TenantModel", "SharedModel", "Codable"]),
  "ColumnGroup": MacroSpec(type: ColumnGroupMacro.self, conformances: ["ColumnGroup", "Codable"]),
  "_ChangeTracking": MacroSpec(type: ChangeTrackingMacro.self),
  "PrimaryKey": MacroSpec(type: PropertyMarkerMacro.self), "Column": MacroSpec(type: PropertyMarkerMacro.self),
  "BelongsTo": MacroSpec(type: PropertyMarkerMacro.self), "HasMany": MacroSpec(type: PropertyMarkerMacro.self),
  "HasOne": MacroSpec(type: PropertyMarkerMacro.self), "ManyToMany": MacroSpec(type: PropertyMarkerMacro.self),
  "Embedded": MacroSpec(type: PropertyMarkerMacro.self), "Transient": MacroSpec(type: PropertyMarkerMacro.self),
  "Unique": MacroSpec(type: TableMarkerMacro.self), "Check": MacroSpec(type: TableMarkerMacro.self),
  "Index": MacroSpec(type: TableMarkerMacro.self),
]

/// Expands everything and compares with the text.
func expectExpansion(
  of source: String, is expansion: String, fileID: StaticString = #fileID, filePath: StaticString = #filePath, line: UInt = #line,
  column: UInt = #column
) {
  assertMacroExpansion(
    source, expandedSource: expansion, macroSpecs: macros, indentationWidth: .spaces(2), failureHandler: record, fileID: fileID,
    filePath: filePath, line: line, column: column)
}

private func record(_ failure: TestFailureSpec) {
  let place = failure.location
  Issue.record(
    Comment(rawValue: failure.message),
    sourceLocation: SourceLocation(fileID: place.fileID, filePath: place.filePath, line: place.line, column: place.column))
}
