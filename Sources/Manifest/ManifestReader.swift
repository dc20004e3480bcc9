package import Names

/// Reads `tenants.yaml`: bytes, characters, YAML, values, and how they fit together.
///
/// Everything that is wrong is found in one run and reported in file order, each with its place; nothing but the file itself is
/// opened, and nothing is connected to.
package struct ManifestReader: Sendable {
  /// The codes of a manifest that could not be read at all.
  package enum Code {
    /// The file that was named does not exist.
    package static let missing = "file-missing"
    /// The file is a folder, or may not be read.
    package static let unreadable = "file-unreadable"
    /// The file is larger than 16 MiB.
    package static let tooLarge = "file-too-large"
  }

  /// The variables for `${NAME}`, `password_env` and libpq's defaults.
  package var environment: [String: String]
  /// The name that the operating system knows the user by: the last resort for a database's user.
  package var loginName: String?
  /// False to leave folders and files unchecked that the manifest names.
  package var looksAtFiles: Bool

  /// Makes a reader.
  package init(environment: [String: String], loginName: String? = nil, looksAtFiles: Bool = true) {
    self.environment = environment
    self.loginName = loginName
    self.looksAtFiles = looksAtFiles
  }

  /// Reads a file.
  ///
  /// - Throws: ``DiagnosticsError`` with everything that is wrong. A file that is not there has the code ``Code/missing``.
  package func read(file: String) throws(DiagnosticsError) -> Manifest {
    let bytes: [UInt8]
    do throws(FileSystem.ReadFailure) {
      bytes = try FileSystem.contents(of: file, limit: ManifestText.limit)
    } catch {
      throw Self.error(error, file: file)
    }
    return try read(bytes, file: file)
  }

  /// Reads a manifest from memory.
  ///
  /// - Parameters:
  ///   - bytes: The manifest.
  ///   - file: What to call it in findings.
  ///   - directory: The folder that its paths start from; that of the file unless it says otherwise.
  /// - Throws: ``DiagnosticsError`` with everything that is wrong.
  package func read(_ bytes: [UInt8], file: String, directory: String? = nil) throws(DiagnosticsError) -> Manifest {
    guard bytes.count <= ManifestText.limit else { throw Self.error(.tooLarge, file: file) }
    var findings = Findings(file: file)
    var text = ManifestText(bytes, findings: &findings)
    text.blankDirectives(findings: &findings)
    let isReadable = !text.clean.isEmpty || text.original.isEmpty
    let tree = isReadable ? YAMLTreeBuilder.tree(of: text, findings: &findings) : YAMLTree(isTruncated: true)
    let structure = StructureCheck(tree, findings: &findings)
    var decoder = ManifestDecoder(
      tree: tree, environment: environment, postgresDefaults: PostgresDefaults(environment: environment, loginName: loginName),
      paths: ManifestPaths(folder: directory ?? PathText.folder(of: file), looksAtFiles: looksAtFiles), file: file,
      duplicateKeys: structure.duplicates, findings: findings)
    var draft = decoder.manifest()
    ReferenceCheck(draft).run(&decoder)
    PlacementCheck(draft, paths: decoder.paths).run(&draft, &decoder)
    if !decoder.findings.isEmpty {
      let lines = SourceLines(text.original)
      if let error = decoder.findings.error(lines: lines.shown) { throw error }
    }
    return Manifest(draft, file: file, directory: decoder.paths.folder, locate: decoder.location)
  }

  private static func error(_ failure: FileSystem.ReadFailure, file: String) -> DiagnosticsError {
    let place = SourceLocation(file: file, line: 1, column: 1)
    let diagnostic =
      switch failure {
      case .missing:
        Diagnostic(
          .malformed, code: Code.missing, "there is no such file", at: place,
          hint: "Name a manifest with --manifest, or write one with \"tenantctl init\".")
      case .tooLarge:
        Diagnostic(
          .malformed, code: Code.tooLarge, "the file is larger than 16 MiB", at: place,
          hint: "A manifest of 16 MiB holds more than 100,000 tenants: is it the right file?")
      case .unreadable(let reason):
        Diagnostic(
          .malformed, code: Code.unreadable, "the file cannot be read: \(reason)", at: place,
          hint: "Name a file that you may read.")
      }
    return DiagnosticsError([diagnostic])
  }
}

extension Manifest {
  /// Makes a manifest of a draft in which nothing is wrong.
  init(_ draft: ManifestDraft, file: String, directory: String, locate: (Int) -> SourceLocation) {
    let standard = Defaults(database: .main)
    let defaults = Defaults(
      database: draft.defaults.database.value ?? .main, template: draft.defaults.template.value,
      isolation: draft.defaults.isolation, schemaPrefix: draft.defaults.schemaPrefix.value ?? standard.schemaPrefix,
      lockTimeout: draft.defaults.lockTimeout.value ?? standard.lockTimeout,
      statementTimeout: draft.defaults.statementTimeout.value ?? standard.statementTimeout,
      poolMaximum: draft.defaults.poolMaximum)
    let shared = SharedDeclaration(
      schema: draft.shared.schema.value ?? .public, migrations: draft.shared.migrations,
      extensionsSchema: draft.shared.extensionsSchema.value ?? .extensions)
    let tenants = draft.tenants.compactMap { tenant -> TenantDeclaration? in
      guard let name = tenant.name.value, let schema = tenant.resolvedSchema else { return nil }
      return TenantDeclaration(
        name: name, schema: schema, database: tenant.database.value ?? defaults.database,
        template: tenant.template.value ?? defaults.template, isolation: tenant.isolation ?? defaults.isolation,
        state: tenant.state, labels: tenant.labels, domains: tenant.domains.map(\.value), cloneFrom: tenant.cloneFrom?.value,
        source: locate(tenant.node))
    }
    self.init(
      file: file, directory: directory, databases: draft.databases.compactMap(\.declaration), shared: shared,
      templates: draft.templates.compactMap(\.declaration), defaults: defaults, tenants: tenants)
  }
}
