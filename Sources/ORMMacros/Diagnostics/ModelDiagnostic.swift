import SwiftDiagnostics
import SwiftSyntax

/// What is wrong with a model, as a sentence that says what to write.
struct ModelDiagnostic: DiagnosticMessage {
  let name: String
  let message: String

  init(_ name: String, _ message: String) {
    self.name = name
    self.message = message
  }

  var diagnosticID: MessageID { MessageID(domain: "Tenantry", id: name) }
  var severity: DiagnosticSeverity { .error }
}

/// The diagnostics of one expansion, in the order of the source.
struct DiagnosticCollector {
  private(set) var diagnostics: [Diagnostic] = []

  var isEmpty: Bool { diagnostics.isEmpty }

  mutating func report(_ message: ModelDiagnostic, at node: some SyntaxProtocol, _ fixes: FixIt...) {
    diagnostics.append(Diagnostic(node: node, message: message, fixIts: fixes))
  }

  mutating func append(_ other: DiagnosticCollector) { diagnostics += other.diagnostics }
}

// MARK: - The declaration

extension ModelDiagnostic {
  static func notAStruct(_ keyword: String, _ macro: String) -> Self {
    Self(
      "not-a-struct",
      "A row is a value: @\(macro) needs a struct, and this is \(keyword == "actor" || keyword == "enum" ? "an" : "a") \(keyword)."
    )
  }

  static let generic = Self("generic", "A model has one table, so it cannot be generic.")

  static let missingScope = Self("missing-scope", "Say whose rows these are: scope: .tenant or scope: .shared.")

  static let unknownScope = Self("unknown-scope", "A scope is part of the type: write .tenant or .shared here, as it stands.")

  static func emptyTableName(_ text: String) -> Self { badName("table", text) }

  static func badName(_ kind: String, _ text: String) -> Self {
    if text.isEmpty { return Self("bad-name", "The name of a \(kind) cannot be empty.") }
    if text.utf8.contains(0) { return Self("bad-name", "The name of a \(kind) cannot hold a NUL character.") }
    return Self(
      "bad-name", "\"\(text)\" has \(text.utf8.count) bytes; PostgreSQL cuts names after 63. Give the \(kind) a shorter one.")
  }

  static func notLiteral(_ label: String, _ wanted: String) -> Self {
    Self("not-literal", "\(label) is read when this is compiled: write \(wanted) here.")
  }

  static func noPrimaryKey(_ model: String) -> Self {
    Self("no-primary-key", "\(model) has no primary key. Mark a property with @PrimaryKey; several make a composite key.")
  }

  static let noFields = Self("no-fields", "A column group needs at least one stored property.")
}

// MARK: - Properties

extension ModelDiagnostic {
  static func missingType(_ property: String) -> Self {
    Self("missing-type", "\"\(property)\" needs its type written down: a macro sees what is written and not what is inferred.")
  }

  static func constant(_ property: String) -> Self {
    Self(
      "constant", "\"\(property)\" cannot be read from a row: write var. To keep others from changing it, write private(set) var."
    )
  }

  static func severalInOne(_ property: String) -> Self {
    Self("several-in-one", "\"\(property)\" and what follows need declarations of their own, one property each.")
  }

  static let notAName = Self("not-a-name", "A stored property of a model is one name with a type.")

  static func computed(_ property: String, _ attribute: String) -> Self {
    Self(
      "computed",
      "\"\(property)\" is computed here and has no column: remove @\(attribute). A column that the database computes is stored: @Column(generated: \"…\") var \(property)."
    )
  }

  static func ofTheType(_ property: String, _ attribute: String) -> Self {
    Self("static", "\"\(property)\" belongs to the type and not to a row: remove @\(attribute).")
  }

  static func lazy(_ property: String) -> Self { Self("lazy", "\"\(property)\" is read from a row and cannot be lazy.") }

  static func observed(_ property: String) -> Self {
    Self(
      "observed",
      "\"\(property)\" has observers, and those are what notes its changes: observe in a hook of the model, or in a method.")
  }

  static func hidden(_ property: String) -> Self {
    Self("hidden", "\"\(property)\" is a column, which drafts and queries name: it cannot be private. private(set) is fine.")
  }

  static func unwrapped(_ property: String) -> Self {
    Self("implicitly-unwrapped", "\"\(property)\" is NULL or it is not: write ? for a column that may be NULL.")
  }

  static func reserved(_ property: String) -> Self {
    Self(
      "reserved",
      "\"\(property)\" is a name that every model has already. Name the property otherwise and the column with @Column(\"\(Naming.snakeCase(property))\")."
    )
  }

  static func twice(_ attribute: String) -> Self { Self("twice", "@\(attribute) stands here twice.") }

  static func conflicting(_ first: String, _ second: String) -> Self {
    Self("conflicting", "@\(first) and @\(second) exclude each other.")
  }

  static func outsideModel(_ attribute: String) -> Self {
    Self("outside-model", "@\(attribute) means something in a struct with @Model or @ColumnGroup only.")
  }

  static func duplicateColumn(_ column: String, _ first: String, _ second: String) -> Self {
    Self(
      "duplicate-column", "\"\(first)\" and \"\(second)\" would both be the column \"\(column)\". Give one of them another name.")
  }
}
