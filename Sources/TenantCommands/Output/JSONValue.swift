/// A JSON value.
///
/// Objects keep the order in which their members were set, so that a document is always written the same way.
package enum JSONValue: Sendable, Hashable {
  case null
  case boolean(Bool)
  case integer(Int64)
  case number(Double)
  case string(String)
  case array([JSONValue])
  case object(JSONObject)

  /// The string, or null for nil.
  package init(_ text: String?) { self = text.map(JSONValue.string) ?? .null }

  /// The number, or null for nil.
  package init(_ number: Int?) { self = number.map { .integer(Int64($0)) } ?? .null }
}

/// The members of a JSON object, in the order in which their keys were first set.
///
/// A key is there once.
package struct JSONObject: Sendable, Hashable {
  /// A key and its value.
  package struct Member: Sendable, Hashable {
    package let key: String
    package var value: JSONValue
  }

  package private(set) var members: [Member] = []
  private var positions: [Data: Int] = [:]

  package init() {}

  /// The value of a key; nil when the key is absent.
  ///
  /// Setting nil removes it.
  package subscript(key: String) -> JSONValue? {
    get { positions[Data(key)].map { members[$0].value } }
    set {
      let data = Data(key)
      switch (positions[data], newValue) {
      case (let position?, let value?): members[position].value = value
      case (nil, let value?):
        positions[data] = members.count
        members.append(Member(key: key, value: value))
      case (let position?, nil):
        members.remove(at: position)
        positions = [:]
        for (index, member) in members.enumerated() { positions[Data(member.key)] = index }
      case (nil, nil): break
      }
    }
  }

  /// A key's bytes: `String` compares by canonical equivalence, a reader of JSON does not.
  private struct Data: Hashable, Sendable {
    let bytes: [UInt8]
    init(_ key: String) { bytes = Array(key.utf8) }
  }
}

// MARK: Literals

extension JSONObject: ExpressibleByDictionaryLiteral {
  package init(dictionaryLiteral elements: (String, JSONValue)...) {
    for (key, value) in elements { self[key] = value }
  }
}

extension JSONValue: ExpressibleByStringLiteral, ExpressibleByStringInterpolation, ExpressibleByIntegerLiteral,
  ExpressibleByFloatLiteral, ExpressibleByBooleanLiteral, ExpressibleByNilLiteral, ExpressibleByArrayLiteral,
  ExpressibleByDictionaryLiteral
{
  package init(stringLiteral value: String) { self = .string(value) }
  package init(integerLiteral value: Int64) { self = .integer(value) }
  package init(floatLiteral value: Double) { self = .number(value) }
  package init(booleanLiteral value: Bool) { self = .boolean(value) }
  package init(nilLiteral: ()) { self = .null }
  package init(arrayLiteral elements: JSONValue...) { self = .array(elements) }
  package init(dictionaryLiteral elements: (String, JSONValue)...) {
    var object = JSONObject()
    for (key, value) in elements { object[key] = value }
    self = .object(object)
  }
}
