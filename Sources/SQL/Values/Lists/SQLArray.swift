/// A list of values of one type, NULL among them perhaps: an array of one dimension on PostgreSQL, a JSON array on SQLite.
///
/// Swift arrays are bound and read as they are: ``SQLArray`` is for lists whose type is known at run time only.
public struct SQLArray: Sendable, Hashable {
  /// What the elements are.
  public enum ElementType: Sendable, Hashable {
    case bool, integer, double, numeric, text, bytes, uuid, json, date, time, localTimestamp, timestamp, interval, network
    case range(RangeType)
  }

  /// What the elements are.
  public let elementType: ElementType
  /// The elements: each is of the type, or NULL.
  public let elements: [SQLValue]

  /// Makes a list; nil elements become NULL.
  public init<Element: SQLElement>(_ elements: [Element?]) {
    self.init(elementType: Element.elementType, elements: elements.map(\.sqlValue))
  }

  /// Takes elements that are known to be of the type.
  package init(elementType: ElementType, elements: [SQLValue]) {
    self.elementType = elementType
    self.elements = elements
  }

  /// The list as the simplest value that holds it.
  package var simplestValue: SQLValue {
    switch elementType {
    case .text:
      let texts = elements.compactMap { if case .text(let text) = $0 { text } else { nil } }
      return texts.count == elements.count ? .textArray(texts) : .array(self)
    case .integer:
      let numbers = elements.compactMap { if case .integer(let number) = $0 { number } else { nil } }
      return numbers.count == elements.count ? .integerArray(numbers) : .array(self)
    default: return .array(self)
    }
  }

  /// The elements of every value that is a list, the JSON array that SQLite keeps included.
  static func elements(of value: SQLValue) -> [SQLValue]? {
    switch value {
    case .array(let list): list.elements
    case .textArray(let texts): texts.map(SQLValue.text)
    case .integerArray(let numbers): numbers.map(SQLValue.integer)
    case .text(let text), .json(let text): JSONArrayReader.elements(of: text)
    default: nil
    }
  }
}
