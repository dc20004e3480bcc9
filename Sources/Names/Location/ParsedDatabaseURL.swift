/// A database URL, taken apart: its location with paths as they are written, and where in the text the delicate parts stand.
package struct ParsedDatabaseURL: Sendable {
  /// Where the database is.
  ///
  /// Paths are as written: relative ones are still relative to whatever the URL was written in.
  package var location: DatabaseLocation
  /// The bytes of the text that hold the password.
  package var passwordRange: Range<Int>?
  /// The bytes of the text that hold a path: SQLite's, or `sslrootcert`.
  package var pathRange: Range<Int>?

  /// Parses a URL.
  ///
  /// - Parameters:
  ///   - text: `postgres://…`, `postgresql://…`, `sqlite:PATH` or `sqlite-file:PATH`.
  ///   - defaults: What a PostgreSQL URL means where it says nothing.
  package init(_ text: String, defaults: PostgresDefaults) throws(DatabaseURLError) {
    guard text.unicodeScalars.allSatisfy(\.isPrintable) else {
      throw DatabaseURLError(
        "control-character", "holds a control character or another one that cannot be printed", hint: "Remove it.")
    }
    // By bytes throughout: to `String`, "/" and a combining mark are one character that is not "/".
    for (scheme, isFile) in [("sqlite-file:", true), ("sqlite:", false)] where text.startsWithBytes(of: scheme) {
      let path = String(Substring(text.utf8.dropFirst(scheme.utf8.count)))
      try Self.check(sqlitePath: path, scheme: scheme)
      location = isFile ? .sqliteFile(path) : .sqliteDirectory(path)
      pathRange = scheme.utf8.count..<text.utf8.count
      return
    }
    for scheme in ["postgres://", "postgresql://"] where text.startsWithBytes(of: scheme) {
      let parser = try PostgresURLParser(text, start: scheme.utf8.count)
      location = .postgres(try parser.location(defaults: defaults))
      passwordRange = parser.passwordRange
      pathRange = parser.certificateRange
      return
    }
    throw DatabaseURLError(
      "unknown-scheme", "does not start with a known scheme",
      hint: "Write postgres://USER@HOST:PORT/DATABASE, sqlite:FOLDER or sqlite-file:FILE, in lower case.")
  }

  private static func check(sqlitePath path: String, scheme: String) throws(DatabaseURLError) {
    let hint = "Write \(scheme)PATH, for example \(scheme == "sqlite:" ? "sqlite:.tenantry" : "sqlite-file:reports.sqlite")."
    guard !path.isEmpty else { throw DatabaseURLError("missing-path", "has no path", hint: hint) }
    // Two slashes mean a relative path to some tools and an absolute one to others.
    guard !path.startsWithBytes(of: "//") else {
      throw DatabaseURLError("ambiguous-path", "has \"//\" before its path", hint: "\(hint) An absolute path has one slash.")
    }
    guard !path.startsWithBytes(of: ":memory:"), !path.startsWithBytes(of: "file:") else {
      throw DatabaseURLError("invalid-path", "names no path of the file system", hint: hint)
    }
    guard !path.utf8.contains(UInt8(ascii: "?")), !path.utf8.contains(UInt8(ascii: "#")) else {
      throw DatabaseURLError("unknown-parameter", "has parameters, and a SQLite URL takes none", hint: hint)
    }
  }
}

extension DatabaseLocation {
  /// Parses the URL of a database: `postgres://USER:PASSWORD@HOST:PORT/DATABASE?sslmode=…`, `sqlite:FOLDER` or `sqlite-file:FILE`.
  ///
  /// The path of a SQLite URL is taken as it is, without percent-decoding. A PostgreSQL URL may list
  /// several hosts, `HOST:PORT,HOST:PORT`; besides its parts it takes the parameters `host`, `port`, `user`, `password`, `dbname`,
  /// `sslmode`, `sslrootcert`, `target_session_attrs` and those of ``PostgresConnectOptions``, by libpq's names.
  ///
  /// - Parameters:
  ///   - url: The URL.
  ///   - folder: What relative paths start from; the working directory unless it says otherwise.
  ///   - defaults: What a PostgreSQL URL means where it says nothing.
  /// - Throws: ``DatabaseURLError``, without any text that could be part of a password.
  public init(url: String, relativeTo folder: String = ".", defaults: PostgresDefaults) throws(DatabaseURLError) {
    self = try ParsedDatabaseURL(url, defaults: defaults).location.relative(to: folder)
  }

  /// The same location with its relative paths joined to a folder.
  package func relative(to folder: String) -> DatabaseLocation {
    switch self {
    case .sqliteDirectory(let path): return .sqliteDirectory(PathText.joined(folder, path))
    case .sqliteFile(let path): return .sqliteFile(PathText.joined(folder, path))
    case .postgres(var location):
      location.sslRootCertificate = location.sslRootCertificate.map { PathText.joined(folder, $0) }
      return .postgres(location)
    }
  }
}
