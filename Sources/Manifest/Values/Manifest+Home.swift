public import Names

extension Manifest {
  /// Puts another database in the place of the home: what `--database` asks for.
  public mutating func replaceHome(with location: DatabaseLocation) {
    guard let index = databases.firstIndex(where: { $0.name == defaults.database }) else { return }
    databases[index] = DatabaseDeclaration(name: defaults.database, location: location)
  }
}
