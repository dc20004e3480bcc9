import ORM

/// Makes a database with the one table of ``Place``.
func withPlaces<Value: Sendable>(_ engine: Engine, _ work: (Registry) async throws -> Value) async throws -> Value {
  try await withDatabase(engine) { database in
    let registry = try Registry(database: .borrowed(database), models: Place.self)
    return try await Instance.with(Instance(registry: registry)) {
      try await registry.run {
        try await registry.schemas().createShared()
        return try await work(registry)
      }
    }
  }
}
