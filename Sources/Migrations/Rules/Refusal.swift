import Names

/// What is refused and why, without its place.
struct Refusal: Sendable, Equatable {
  var severity: Diagnostic.Severity
  var code: String
  var message: String
  var hint: String?

  init(_ code: String, _ message: String, hint: String?, severity: Diagnostic.Severity = .malformed) {
    self.severity = severity
    self.code = code
    self.message = message
    self.hint = hint
  }
}

// MARK: - Text

extension Refusal {
  static let nulCharacter = Refusal("nul-character", "The file holds a NUL character", hint: "Remove it.")
  static let notUTF8 = Refusal("not-utf-8", "The file is not UTF-8 from here on", hint: "Save it as UTF-8.")

  static func unterminated(_ construct: ScanFailure.Construct) -> Refusal {
    switch construct {
    case .string: Refusal("unterminated-string", "The string that starts here has no end", hint: "Close it with a single quote.")
    case .name: Refusal("unterminated-identifier", "The quoted name that starts here has no end", hint: "Close its quotes.")
    case .dollarQuote(let tag):
      Refusal("unterminated-dollar-quote", "The text that starts here has no end", hint: "Close it with \(tag).")
    case .comment: Refusal("unterminated-comment", "The comment that starts here has no end", hint: "Close it with */.")
    case .parenthesis:
      Refusal(
        "unterminated-parenthesis", "The parenthesis that opens here is not closed in its section", hint: "Close it with ).")
    case .body:
      Refusal(
        "unterminated-body", "The body that begins here has no END in its section", hint: "Close it with END and a semicolon.")
    case .unopenedParenthesis:
      Refusal("unopened-parenthesis", "This parenthesis closes nothing", hint: "Remove it, or open it before.")
    }
  }
}

// MARK: - Statements

extension Refusal {
  static func transactionControl(_ word: String) -> Refusal {
    Refusal(
      "transaction-control", "\(word) is not allowed: each migration runs in a transaction of its own",
      hint: "Remove it. A step that cannot run in a transaction goes into a file of its own, with transaction:false.")
  }

  static func sessionScope(_ what: String) -> Refusal {
    Refusal(
      "session-scope", "\(what) is not allowed: it would leave the tenant's schema or role",
      hint: "Remove it. Names mean the tenant's schema; write ${shared_schema} where the shared one is meant.")
  }

  static func setWithoutLocal(_ what: String) -> Refusal {
    Refusal(
      "set-without-local", "\(what) would outlive the migration on its connection",
      hint: "Write SET LOCAL, which ends with the transaction.")
  }

  static func sessionState(_ word: String) -> Refusal {
    Refusal("session-state", "\(word) would outlive the migration on its connection", hint: "Remove it.")
  }

  static func schemaStatement(_ words: String) -> Refusal {
    Refusal(
      "schema-statement", "\(words) is not allowed: the tool makes, marks and drops schemas",
      hint: "Remove it. Write names without a schema.")
  }

  static let clientCopy = Refusal(
    "client-copy", "COPY from or to the client is not allowed: a migration has no data stream", hint: "Write INSERT statements.")

  static let clientCommand = Refusal(
    "client-command", "This is a command of a client program, not SQL", hint: "Remove it. A migration holds SQL only.")

  static func literalSchema(_ name: String) -> Refusal {
    Refusal(
      "literal-schema", "The schema \(name.escapedForDisplay) is written literally",
      hint: "Write the name without a schema, or with ${tenant_schema} or ${shared_schema}.")
  }

  static func needsNoTransaction(_ words: String) -> Refusal {
    Refusal(
      "needs-no-transaction", "\(words) cannot run in a transaction",
      hint: "Give it a file of its own that starts with \"-- migrate:up transaction:false\".")
  }

  static let longIndexName = Refusal(
    "index-name-too-long", "The index's name is longer than 63 bytes: PostgreSQL would cut it, and it could not be found again",
    hint: "Choose a shorter name.")
}

// MARK: - SQLite

extension Refusal {
  static func attach(_ word: String) -> Refusal {
    Refusal("attach", "\(word) is not allowed: a tenant's migration sees the tenant's file alone", hint: "Remove it.")
  }

  static func ledgerTable(_ name: String) -> Refusal {
    Refusal(
      "ledger-table", "\(name) is a name of the ledger's own tables",
      hint: "Choose a name that does not start with \"tenantry_\".")
  }

  static func pragma(_ name: String) -> Refusal {
    let hint =
      name == "foreign_keys"
      ? "Write PRAGMA defer_foreign_keys = ON, which ends with the transaction."
      : "Remove it. Allowed are defer_foreign_keys, user_version, application_id and those that only read."
    return Refusal("pragma", "PRAGMA \(name) reaches beyond the migration's transaction", hint: hint)
  }

  static let vacuumInto = Refusal("vacuum-into", "VACUUM INTO would write another file", hint: "Remove it.")

  static let sharedSchemaUnreachable = Refusal(
    "shared-schema-unreachable",
    "${shared_schema} cannot be reached on SQLite: the shared tables are in another file, and no foreign key, view or trigger"
      + " crosses files",
    hint: "Keep the reference as a plain column, or write this migration for PostgreSQL alone (NNNN_name.postgres.sql).")
}

// MARK: - Placeholders

extension Refusal {
  static func unknownPlaceholder(_ text: String) -> Refusal {
    let nearest = NearestName.find(text, among: Placeholder.allCases.map(\.rawValue))
    let known = "${tenant_schema} and ${shared_schema} are the only placeholders."
    return Refusal(
      "unknown-placeholder", "The placeholder \(text.escapedForDisplay) is not known",
      hint: nearest.map { "Did you mean \($0)? " + known } ?? known)
  }

  static let openPlaceholder = Refusal(
    "unknown-placeholder", "${ starts a placeholder, and this one has no end",
    hint: "${tenant_schema} and ${shared_schema} are the only placeholders.")

  static let placeholderInName = Refusal(
    "placeholder-in-name", "A placeholder is a name by itself and cannot be a part of another",
    hint: "Put a dot or a blank beside it.")

  static let tenantInSharedSet = Refusal(
    "tenant-in-shared-set", "${tenant_schema} has no meaning in a shared migration: no tenant is in scope",
    hint: "Remove it, or move the statement to a tenant migration.")
}
