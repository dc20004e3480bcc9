import Names

/// A schema and the path of its file.
struct SchemaFile: Sendable, Equatable {
  let name: SchemaName
  let path: String
}
