public import Names

/// An ordered folder of migrations with the hash chain over it.
public struct MigrationSet: Sendable, Equatable {
  /// Its name: `shared`, or the template that adds it.
  public var name: MigrationSetName
  /// The folder, as the user would name it.
  public var folder: String
  /// The migrations, in order.
  public var migrations: [Migration]
  /// The head after each migration, in the same order.
  public var heads: [Head]

  /// Makes a set.
  public init(name: MigrationSetName, folder: String, migrations: [Migration], heads: [Head]) {
    self.name = name
    self.folder = folder
    self.migrations = migrations
    self.heads = heads
  }
}
