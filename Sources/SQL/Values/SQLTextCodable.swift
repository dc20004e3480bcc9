/// A value that is encoded as the text that it has in SQL, exactly.
public protocol SQLTextCodable: SQLElement, Codable {}

extension SQLTextCodable {
  /// Decodes the text.
  public init(from decoder: any Decoder) throws {
    let container = try decoder.singleValueContainer()
    let text = try container.decode(String.self)
    guard let value = Self(sqlValue: .text(text)) else {
      throw DecodingError.dataCorruptedError(
        in: container, debugDescription: "This text of \(text.utf8.count) bytes is no \(Self.self).")
    }
    self = value
  }

  /// Encodes the text.
  public func encode(to encoder: any Encoder) throws {
    var container = encoder.singleValueContainer()
    try container.encode(sqlValue.canonicalText ?? "")
  }
}

extension Numeric: SQLTextCodable {}
extension Timestamp: SQLTextCodable {}
extension LocalTimestamp: SQLTextCodable {}
extension LocalDate: SQLTextCodable {}
extension LocalTime: SQLTextCodable {}
extension Interval: SQLTextCodable {}
extension NetworkAddress: SQLTextCodable {}
extension JSONDocument: SQLTextCodable {}
extension SQLRange: SQLTextCodable {}
