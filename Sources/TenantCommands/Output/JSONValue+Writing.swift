import Names

extension JSONValue {
  /// The value as a document: indented by two blanks, a line feed at the end, the same bytes wherever it goes.
  package var document: String {
    var text = ""
    write(to: &text, indentation: 0)
    return text + "\n"
  }

  private func write(to text: inout String, indentation: Int) {
    switch self {
    case .null: text += "null"
    case .boolean(let value): text += value ? "true" : "false"
    case .integer(let value): text += String(value)
    // JSON has no word for these: a reader learns that there is no number.
    case .number(let value): text += value.isFinite ? value.description : "null"
    case .string(let value): text += value.quotedAsJSON
    case .array(let elements):
      Self.writeList("[", elements, "]", to: &text, indentation: indentation) { element, text, indentation in
        element.write(to: &text, indentation: indentation)
      }
    case .object(let object):
      Self.writeList("{", object.members, "}", to: &text, indentation: indentation) { member, text, indentation in
        text += member.key.quotedAsJSON + ": "
        member.value.write(to: &text, indentation: indentation)
      }
    }
  }

  private static func writeList<Element>(
    _ opening: String, _ elements: [Element], _ closing: String, to text: inout String, indentation: Int,
    write: (Element, inout String, Int) -> Void
  ) {
    text += opening
    for (index, element) in elements.enumerated() {
      text += index == 0 ? "\n" : ",\n"
      text += String(repeating: " ", count: indentation + 2)
      write(element, &text, indentation + 2)
    }
    if !elements.isEmpty { text += "\n" + String(repeating: " ", count: indentation) }
    text += closing
  }
}

extension String {
  /// The text as a JSON string.
  ///
  /// What a terminal would not show as a character is escaped too: a document may be read there.
  fileprivate var quotedAsJSON: String {
    var result = "\""
    for scalar in unicodeScalars {
      switch scalar {
      case "\"": result += "\\\""
      case "\\": result += "\\\\"
      case "\n": result += "\\n"
      case "\r": result += "\\r"
      case "\t": result += "\\t"
      default:
        if scalar.isPrintable {
          result.unicodeScalars.append(scalar)
        } else {
          for unit in UTF16.encode(scalar) ?? UTF16.encodedReplacementCharacter { result += unit.escapedAsJSON }
        }
      }
    }
    return result + "\""
  }
}

extension UInt16 {
  fileprivate var escapedAsJSON: String {
    let digits = String(self, radix: 16)
    return "\\u" + String(repeating: "0", count: 4 - digits.count) + digits
  }
}
