import CPQ

/// The library that the driver is built on.
enum RawLibrary {
  /// Its version: `libpq 15.14`.
  static var version: String {
    let number = PQlibVersion()
    return "libpq \(number / 10_000).\(number % 10_000)"
  }
}
