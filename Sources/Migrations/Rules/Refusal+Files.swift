import Names

// MARK: - Sections and directives

extension Refusal {
  static let missingUp = Refusal(
    "missing-up", "The file has no up section", hint: "Start it with a line \"-- migrate:up\".")

  static let textBeforeSection = Refusal(
    "text-before-section", "This SQL stands before the first section",
    hint: "Put a line \"-- migrate:up\" before it.")

  static func repeatedSection(_ kind: SectionKind) -> Refusal {
    Refusal("repeated-section", "The file has a second \(kind.rawValue) section", hint: "Keep one of each, up before down.")
  }

  static let downBeforeUp = Refusal(
    "section-order", "The down section stands before the up section", hint: "Put the up section first.")

  static func unknownSection(_ text: String) -> Refusal {
    let nearest = NearestName.find(text, among: SectionKind.allCases.map(\.marker))
    return Refusal(
      "unknown-section", "The marker \(text.escapedForDisplay) is not known",
      hint: nearest.map { "Did you mean \"-- \($0)\"?" } ?? "Write \"-- migrate:up\" or \"-- migrate:down\".")
  }

  static let sharedLine = Refusal(
    "marker-line", "A marker has a line of its own", hint: "Put a line break before it.")

  static func unknownOption(_ text: String) -> Refusal {
    Refusal(
      "unknown-option", "The option \(text.escapedForDisplay) is not known",
      hint: NearestName.find(text, among: ["transaction:false", "transaction:true"]).map { "Did you mean \($0)?" }
        ?? "The only option is transaction:false.")
  }

  static func unknownDirective(_ text: String) -> Refusal {
    let nearest = NearestName.find(text, among: DirectiveLine.knownKeys)
    return Refusal(
      "unknown-directive", "The directive \(text.escapedForDisplay) is not known",
      hint: nearest.map { "Did you mean \($0)?" } ?? "The only directive is \"-- tenantry: transaction=false\".")
  }

  static let directiveSyntax = Refusal(
    "directive-syntax", "A directive is written key=value", hint: "For example \"-- tenantry: transaction=false\".")

  static let directiveSpelling = Refusal(
    "directive-syntax", "Directives and markers are written in lower case, without a blank before the colon",
    hint: "For example \"-- tenantry: transaction=false\".")

  static func directiveValue(_ text: String) -> Refusal {
    Refusal("directive-value", "The value \(text.escapedForDisplay) is neither true nor false", hint: "Write transaction=false.")
  }

  static let repeatedOption = Refusal(
    "repeated-option", "The transaction of this section is set twice", hint: "Keep one of the two.")

  static func statementCount(_ count: Int) -> Refusal {
    Refusal(
      "statement-count", "A section with transaction:false has one statement, and this is number \(count)",
      hint: "Move it to a file of its own: after a crash, only one statement can be taken up again.")
  }

  static let noStatement = Refusal(
    "statement-count", "A section with transaction:false has one statement, and this one has none",
    hint: "Add the statement, or remove transaction:false.")

  static let annotationInSeed = Refusal(
    "annotation-in-seed", "A seed has no sections and no directives", hint: "Remove the line; a seed is SQL only.")
}

// MARK: - Files

extension Refusal {
  static let missingFolder = Refusal(
    "missing-folder", "There is no such folder", hint: "Create it, or correct the path.", severity: .conflicting)

  static let missingFile = Refusal(
    "missing-file", "There is no such file", hint: "Create it, or correct the path.", severity: .conflicting)

  static let unreadable = Refusal("unreadable", "It cannot be read", hint: "Check its kind and its permissions.")

  static func fileName(_ reason: String, hint: String) -> Refusal {
    Refusal("file-name", "The file's name \(reason)", hint: hint)
  }

  static func duplicateNumber(_ number: Substring, other: String) -> Refusal {
    Refusal(
      "duplicate-number", "The number \(number) belongs to \(other) already", hint: "Give the newer file the next number.",
      severity: .conflicting)
  }

  static func duplicateMigration(other: String) -> Refusal {
    Refusal(
      "duplicate-migration", "\(other) is this migration for every engine already",
      hint: "Keep it alone, or rename it so that there is one file for each engine.", severity: .conflicting)
  }

  static func missingEngineFile(_ name: String) -> Refusal {
    Refusal(
      "missing-engine-file", "The file \(name) is missing: this migration exists for the other engine only",
      hint: "Write it; its up section may be empty where the engine needs nothing.", severity: .conflicting)
  }
}
