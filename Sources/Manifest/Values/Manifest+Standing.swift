public import Names

extension Manifest {
  /// The manifest that a database alone stands for, when no file is there: the database is called `main`, and there are no
  /// templates and no tenants.
  public static func standing(for location: DatabaseLocation) -> Manifest {
    Manifest(
      file: nil, directory: ".", databases: [DatabaseDeclaration(name: .main, location: location)],
      defaults: Defaults(database: .main))
  }
}
