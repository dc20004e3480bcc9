extension Unicode.Scalar {
  /// Why a file that a person wrote may not hold this scalar, as "a control character", or nil.
  ///
  /// Tab, line feed and carriage return are left to whoever reads the file.
  package var refusalInText: String? {
    switch value {
    case 0x09, 0x0A, 0x0D, 0x20...0x7E: nil
    case 0x85, 0x2028, 0x2029: "a line break that most editors do not show as one"
    case 0x00...0x1F, 0x7F...0x9F: "a control character"
    case 0x061C, 0x200E, 0x200F, 0x202A...0x202E, 0x2066...0x2069: "a bidirectional control character"
    case 0xFEFF: "a byte order mark inside of the text"
    case 0xFDD0...0xFDEF: "a non-character"
    default: value & 0xFFFE == 0xFFFE ? "a non-character" : nil
    }
  }

  /// True for what a terminal shows as a character of its own: no control, format (bidirectional ones included), surrogate,
  /// private or unassigned scalar and no line or paragraph separator.
  package var isPrintable: Bool {
    if isASCII { return value >= 0x20 && value != 0x7F }
    return switch properties.generalCategory {
    case .control, .format, .surrogate, .privateUse, .unassigned, .lineSeparator, .paragraphSeparator: false
    default: true
    }
  }
}

extension String {
  /// The text in double quotes, with everything escaped that could break a line or deceive a reader.
  package var escapedForDisplay: String {
    var result = "\""
    for scalar in unicodeScalars {
      switch scalar {
      case "\"": result += "\\\""
      case "\\": result += "\\\\"
      case "\n": result += "\\n"
      case "\t": result += "\\t"
      case "\r": result += "\\r"
      default:
        if scalar.isPrintable {
          result.unicodeScalars.append(scalar)
        } else {
          result += "\\u{\(String(scalar.value, radix: 16))}"
        }
      }
    }
    return result + "\""
  }
}
