import SwiftCompilerPlugin
import SwiftSyntaxMacros

@main
struct Plugin: CompilerPlugin {
  let providingMacros: [any Macro.Type] = [
    ModelMacro.self, ColumnGroupMacro.self, ChangeTrackingMacro.self, PropertyMarkerMacro.self, TableMarkerMacro.self,
  ]
}
