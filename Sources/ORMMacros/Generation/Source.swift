/// Pieces of generated source.
enum Source {
  /// A string literal.
  static func literal(_ text: String) -> String {
    var result = "\""
    for character in text {
      switch character {
      case "\"", "\\": result += "\\\(character)"
      default: result.append(character)
      }
    }
    return result + "\""
  }

  /// An identifier of the database.
  static func identifier(_ name: String) -> String { "Identifier(literal: \(literal(name)))" }

  /// A call; what is nil is left out.
  static func call(_ function: String, _ arguments: String?...) -> String {
    "\(function)(\(arguments.compactMap(\.self).joined(separator: ", ")))"
  }

  /// A labelled argument; nil where there is no value.
  static func argument(_ label: String, _ value: String?) -> String? { value.map { "\(label): \($0)" } }

  /// An array literal with an element on each line; nil for none.
  static func list(_ elements: [String]) -> String? {
    elements.isEmpty ? nil : "[\n" + elements.joined(separator: ",\n") + ",\n]"
  }
}

extension Sequence<String> {
  var lines: String { joined(separator: "\n") }
}
