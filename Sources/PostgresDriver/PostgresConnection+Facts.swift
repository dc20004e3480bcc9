public import Database

extension PostgresConnection {
  /// The version of libpq, and the number of the server's process as it was announced.
  public var facts: SessionFacts {
    SessionFacts(clientLibrary: RawLibrary.version, announcedProcess: raw?.processIdentifier)
  }
}
