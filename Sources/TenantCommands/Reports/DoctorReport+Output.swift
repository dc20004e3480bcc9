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
        let lines = fact.value.escapedForTerminal.wrapped(toWidth: (layout.width ?? 100) - width - 4)
        let indentation = "\n" + String(repeating: " ", count: width + 4)
        text += "  " + label + lines.joined(separator: indentation) + "\n"
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
    let told = lines.flatMap { $0.escapedForTerminal.wrapped(toWidth: (layout.width ?? 100) - 2) }
    return head + told.map { "  \($0)\n" }.joined()
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
