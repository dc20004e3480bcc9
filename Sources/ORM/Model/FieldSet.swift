/// A set of a model's fields, by their places in ``ModelDescriptor/fields``.
///
/// The first 64 need no memory of their own.
public struct FieldSet: Sendable, Hashable {
  @usableFromInline var first: UInt64 = 0
  @usableFromInline var rest: [UInt64] = []

  /// Makes an empty set.
  @inlinable
  public init() {}

  /// Makes a set of fields.
  public init(_ fields: some Sequence<Int>) {
    for field in fields { insert(field) }
  }

  /// True when nothing is in it.
  @inlinable
  public var isEmpty: Bool { first == 0 && rest.isEmpty }

  /// Adds a field.
  @inlinable
  public mutating func insert(_ field: Int) {
    if field < 64 { first |= 1 << UInt64(field) } else { insertFar(field) }
  }

  @usableFromInline
  mutating func insertFar(_ field: Int) {
    let word = field / 64 - 1
    while rest.count <= word { rest.append(0) }
    rest[word] |= 1 << UInt64(field % 64)
  }

  /// Takes a field away.
  public mutating func remove(_ field: Int) {
    guard field >= 64 else { return first &= ~(1 << UInt64(field)) }
    let word = field / 64 - 1
    guard word < rest.count else { return }
    rest[word] &= ~(1 << UInt64(field % 64))
    // Sets that hold the same are equal.
    while rest.last == 0 { rest.removeLast() }
  }

  /// True when a field is in it.
  public func contains(_ field: Int) -> Bool {
    guard field >= 64 else { return first & (1 << UInt64(field)) != 0 }
    let word = field / 64 - 1
    return word < rest.count && rest[word] & (1 << UInt64(field % 64)) != 0
  }

  /// Adds the fields of another set.
  public mutating func formUnion(_ other: FieldSet) {
    first |= other.first
    for (word, bits) in other.rest.enumerated() {
      if word < rest.count { rest[word] |= bits } else { rest.append(bits) }
    }
  }

  /// The fields, in order.
  public var fields: [Int] { (0..<64 * (rest.count + 1)).filter(contains) }
}

extension FieldSet: ExpressibleByArrayLiteral {
  /// Makes a set of fields.
  public init(arrayLiteral elements: Int...) { self.init(elements) }
}
