public import SQL

/// Takes the values of fields as they are bound, in order.
public struct ValueWriter: Sendable {
  /// The values.
  public private(set) var values: [SQLValue] = []
  /// Where they will be written; nil when they are only looked at.
  public let origin: Origin?
  /// The first thing that must not be written.
  public private(set) var failure: WriteFailure?

  /// Makes an empty writer.
  public init(for origin: Origin? = nil) { self.origin = origin }

  /// Takes a value.
  public mutating func append(_ value: SQLValue) { values.append(value) }

  /// Takes NULL, several times.
  public mutating func appendNulls(_ count: Int) { values.append(contentsOf: repeatElement(.null, count: count)) }

  /// Notes that a value cannot be written: the statement will not be sent.
  public mutating func fail(_ failure: WriteFailure) { if self.failure == nil { self.failure = failure } }

  /// Takes a reference's key; notes a reference that leads out of where this is written.
  mutating func append<Target: Model>(_ reference: Reference<Target>) {
    if let origin, let other = reference.origin, !Reference<Target>.stays(within: origin, other) {
      fail(.foreignReference(target: Target.descriptor.name, from: origin, to: other))
    }
    reference.key.write(to: &self)
  }

  /// All values of a row.
  static func values(of row: some Model) -> [SQLValue] {
    var writer = ValueWriter()
    row.write(to: &writer)
    return writer.values
  }
}

/// Why a value cannot be written.
public enum WriteFailure: Sendable, Hashable {
  /// It refers to a row of another tenant or database.
  case foreignReference(target: String, from: Origin, to: Origin)
  /// It cannot be encoded as JSON.
  case unencodable(type: String)
}
