import Names
import Tenancy
import TenantOperations

extension DoctorReport {
  func text(_ layout: Console.TextLayout) -> String {
    var text = ""
    for examined in databases {
      text += layout.styling("database \(examined.database) (\(examined.engine))", .strong) + "\n"
      let width = examined.facts.map(\.name.count).max() ?? 0
      for fact in examined.facts {
        let label = fact.name + String(repeating: " ", count: width - fact.name.count + 2)
        text += "  \(label)\(fact.value.escapedForTerminal)\n"
      }
    }
    for finding in findings { text += "\n" + finding.text(layout) }
    return text + (databases.isEmpty ? "" : "\n") + summary + "\n"
  }

  private var summary: String {
    let notes = findings.count { $0.finding.severity == .note }
    let repaired = findings.count { $0.outcome == .repaired }
    var parts = [problems.isEmpty ? "No problems" : "\(problems.count) problem\(problems.count == 1 ? "" : "s")"]
    if repaired > 0 { parts.append("\(repaired) repaired") }
    if notes > 0 { parts.append("\(notes) note\(notes == 1 ? "" : "s")") }
    return parts.joined(separator: ", ") + "."
  }

  var json: JSONObject {
    [
      "databases": .array(databases.map(\.json)), "findings": .array(findings.map(\.json)),
      "summary": [
        "problems": .integer(Int64(problems.count)),
        "notes": .integer(Int64(findings.count { $0.finding.severity == .note })),
        "repaired": .integer(Int64(findings.count { $0.outcome == .repaired })),
      ],
    ]
  }
}

extension DoctorReport.Examined {
  fileprivate var json: JSONValue {
    var object = JSONObject()
    for fact in facts { object[fact.name.replacing(" ", with: "_")] = .string(fact.value) }
    return [
      "name": .string(database.text), "engine": .string(engine), "ledger": .boolean(hasLedger), "facts": .object(object),
    ]
  }
}

extension DoctorReport.Finding {
  fileprivate func text(_ layout: Console.TextLayout) -> String {
    let isProblem = finding.severity == .problem && outcome != .repaired
    let label = outcome == .repaired ? "repaired" : finding.severity.rawValue
    let style: Style = outcome == .repaired ? .success : isProblem ? .failure : .warning
    let head = layout.styling(label, style) + " \(finding.code): \(finding.subject.escapedForTerminal)\n"
    var lines = [finding.meaning]
    switch outcome {
    case .open: lines.append(finding.remedy)
    case .repaired: lines.append("Done: \(finding.repair?.summary ?? "repaired").")
    case .leftAlone: lines.append("It changed meanwhile, or is younger than a minute: look again later.")
    case .failed(let error): lines.append("Putting it right failed: \(error)")
    }
    return head + lines.map { Self.wrapped($0.escapedForTerminal, width: layout.width ?? 100) }.joined()
  }

  /// The text as indented lines that break between words.
  private static func wrapped(_ text: String, width: Int) -> String {
    var (lines, line) = ("", "")
    for word in text.split(separator: " ") {
      if !line.isEmpty, line.displayWidth + word.count + 3 > width {
        lines += "  \(line)\n"
        line = ""
      }
      line += (line.isEmpty ? "" : " ") + word
    }
    return lines + "  \(line)\n"
  }

  fileprivate var json: JSONValue {
    var object: JSONObject = [
      "code": .string(finding.code), "severity": .string(finding.severity.rawValue), "database": .string(database.text),
      "subject": .string(finding.subject), "meaning": .string(finding.meaning), "remedy": .string(finding.remedy),
      "repairable": .boolean(finding.repair != nil),
    ]
    switch outcome {
    case .open: object["outcome"] = "open"
    case .repaired: object["outcome"] = "repaired"
    case .leftAlone: object["outcome"] = "left-alone"
    case .failed(let error):
      object["outcome"] = "failed"
      object["error"] = .string(error.description)
    }
    return .object(object)
  }
}
