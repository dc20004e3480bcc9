import SQL

/// How values are read from the text format, which answers to messages have.
///
/// Every reader returns nil for text that is not of its type.
enum TextDecoding {
  /// A number of any width.
  static func integer(_ text: String) -> Int64? { Int64(text) }

  /// A floating-point number; PostgreSQL writes as many digits as are needed to read the same one back.
  static func double(_ text: String) -> Double? { Double(text) }

  /// A truth value.
  static func bool(_ text: String) -> Bool? { text == "t" ? true : text == "f" ? false : nil }

  /// Bytes in the `hex` form, which is what the server writes unless `bytea_output` was changed.
  static func bytes(_ text: String) -> [UInt8]? { HexText.bytes(text) }

  /// A moment in the ISO style.
  static func timestamp(_ text: String) -> Timestamp? { Timestamp(postgresText: text) }
}
