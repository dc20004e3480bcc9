/// JSON written for the database: a handful of shapes, in a fixed order, so that equal values are equal text.
public enum JSONText {
  /// A JSON string, quoted and escaped.
  public static func string(_ text: String) -> String {
    var result = "\""
    for scalar in text.unicodeScalars {
      switch scalar {
      case "\"": result += "\\\""
      case "\\": result += "\\\\"
      case "\n": result += "\\n"
      case "\r": result += "\\r"
      case "\t": result += "\\t"
      default:
        if scalar.value < 0x20 {
          let digits = String(scalar.value, radix: 16)
          result += "\\u" + String(repeating: "0", count: 4 - digits.count) + digits
        } else {
          result.unicodeScalars.append(scalar)
        }
      }
    }
    return result + "\""
  }

  /// A JSON array of strings.
  public static func array(_ texts: [String]) -> String { "[" + texts.map(string).joined(separator: ",") + "]" }

  /// A JSON object of strings, its keys in byte order.
  public static func object(_ pairs: [String: String]) -> String {
    let keys = pairs.keys.sorted { $0.utf8.lexicographicallyPrecedes($1.utf8) }
    return "{" + keys.map { string($0) + ":" + string(pairs[$0] ?? "") }.joined(separator: ",") + "}"
  }
}
