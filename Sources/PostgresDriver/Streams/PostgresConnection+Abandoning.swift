import Database

extension PostgresConnection {
  /// Ends a stream whose rest nobody wants.
  ///
  /// It is cancelled where that undoes nothing, and read to its end elsewhere. When the connection breaks on the way, it is closed.
  func abandon(_ raw: RawConnection, readsOnly: Bool) async {
    guard self.raw != nil else { return }
    // What has arrived may be all that there is.
    while !raw.isBusy {
      guard let result = raw.nextResult(isBinary: true) else { return }
      if result.status == .copyOut { break }
    }
    do throws(DatabaseError) {
      if readsOnly, !didRequestCancel, case .statement(_, isInTransaction: false) = work { try await cancelStatement() }
      _ = try await receive(raw, isBinary: true)
    } catch {
      // The connection is closed; what was thrown has told nobody anything new.
    }
  }

  /// The connection is free again.
  func endStream() {
    isStreaming = false
    endCall()
  }
}
