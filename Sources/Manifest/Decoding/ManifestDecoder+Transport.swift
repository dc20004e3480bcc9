import Names

extension ManifestDecoder {
  /// Reads what a PostgreSQL database may have beside its address.
  mutating func postgresExtras(
    _ fields: Fields, _ location: inout PostgresLocation, urlNode: Int?
  ) -> (direct: PostgresLocation?, pooler: DatabaseDeclaration.Pooler) {
    password(fields, &location)
    var modeNode = urlNode
    if let node = fields["sslmode"], isOnlyOne("sslmode", node, location.sslMode != nil) {
      location.sslMode = choice(node, "sslmode", PostgresLocation.SSLMode.self)
      modeNode = node
    }
    if let node = fields["sslrootcert"], isOnlyOne("sslrootcert", node, location.sslRootCertificate != nil),
      let value = text(node, "sslrootcert")
    {
      location.sslRootCertificate = path(value, 0..<value.text.utf8.count, "sslrootcert")
    } else if let urlNode {
      certificate(ofURL: urlNode, &location)
    }
    let allowsInsecure = fields["allow_insecure"].map { flag($0, "allow_insecure") ?? true } ?? false
    if let modeNode { checkTransport(location, allowsInsecure, modeNode) }
    let pooler = fields["pooler"].flatMap { choice($0, "the pooler", DatabaseDeclaration.Pooler.self) } ?? .auto
    return (fields["direct_url"].flatMap { directLocation($0, allowsInsecure, location.password) }, pooler)
  }

  private mutating func directLocation(_ node: Int, _ allowsInsecure: Bool, _ password: Secret?) -> PostgresLocation? {
    guard let (_, parsed) = parsedURL(node, "direct_url") else { return nil }
    guard case .postgres(var direct) = parsed.location else {
      report(
        .malformed, "invalid-url", at: node, "direct_url is not a PostgreSQL URL",
        hint: "Write the server's own address, around the pooler: postgres://USER@HOST/DATABASE.")
      return nil
    }
    certificate(ofURL: node, &direct)
    checkTransport(direct, allowsInsecure, node)
    if direct.password == nil { direct.password = password }
    return direct
  }

  private mutating func password(_ fields: Fields, _ location: inout PostgresLocation) {
    guard let node = fields["password_env"], let value = text(node, "password_env") else { return }
    guard let name = value.text.utf8.first, !(UInt8(ascii: "0")...UInt8(ascii: "9")).contains(name), isVariable(value.text) else {
      // It may be the password itself: it is not shown.
      report(
        .malformed, "invalid-value", at: node, "password_env is not the name of a variable",
        hint: "Write the name of the variable that holds the password, for example EU_PASSWORD.")
      return
    }
    guard isOnlyOne("password", node, location.password != nil) else { return }
    guard let password = environment[value.text], !password.isEmpty else {
      let shown = SecretRedaction.isVariableName(value.text.unicodeScalars) ? value.text : "that password_env names"
      report(
        .conflicting, "unset-variable", at: node, "the environment does not set the variable \(shown)",
        hint: "Set it to the password before you run the command.")
      return
    }
    guard !password.utf8.contains(0) else {
      report(.malformed, "refused-character", at: node, "the password in the environment holds a NUL", hint: "Remove it.")
      return
    }
    location.password = Secret(password)
  }

  private func isVariable(_ text: String) -> Bool {
    text.utf8.allSatisfy { byte in
      byte == UInt8(ascii: "_") || (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(byte)
        || (UInt8(ascii: "A")...UInt8(ascii: "Z")).contains(byte) || (UInt8(ascii: "a")...UInt8(ascii: "z")).contains(byte)
    }
  }

  private mutating func isOnlyOne(_ what: String, _ node: Int, _ isInURL: Bool) -> Bool {
    guard isInURL else { return true }
    report(
      .conflicting, "given-twice", at: node, "the URL has a value for this already: \(what)", hint: "Keep one of them.")
    return false
  }

  /// Makes the certificate file of a URL ready to be opened.
  private mutating func certificate(ofURL node: Int, _ location: inout PostgresLocation) {
    guard let written = location.sslRootCertificate, let value = silentText(node) else { return }
    let parsed = try? ParsedDatabaseURL(value.text, defaults: postgresDefaults)
    guard let range = parsed?.pathRange else { return }
    guard !value.isFromEnvironment(range) else {
      location.sslRootCertificate = paths.ready(written)
      return
    }
    let decoded = TextValue(text: written, node: node, written: value.written)
    location.sslRootCertificate = path(decoded, 0..<written.utf8.count, "sslrootcert")
  }

  /// The text of a node that has been read before, without reporting anything twice.
  private func silentText(_ node: Int) -> TextValue? {
    var copy = self
    return copy.text(node, "")
  }

  private mutating func checkTransport(_ location: PostgresLocation, _ allowsInsecure: Bool, _ node: Int) {
    guard let mode = location.sslMode, mode != .verifyFull, !location.isLocal, !allowsInsecure else { return }
    report(
      .conflicting, "weak-sslmode", at: node, "sslmode \(mode.rawValue) lets others pose as the server",
      hint:
        "Write verify-full, with sslrootcert if its authority is your own; or \"allow_insecure: true\" if the network is trusted."
    )
  }
}
