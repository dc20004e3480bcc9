public import Database

extension PostgresConnection {
  /// The version of libpq, the number of the server's process as it was announced, and whether there is a pooler.
  public var facts: SessionFacts {
    SessionFacts(clientLibrary: RawLibrary.version, announcedProcess: raw?.processIdentifier, isBehindPooler: isPooled)
  }
}
