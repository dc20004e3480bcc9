import CPQ

/// What libpq needs to ask the server to end a statement: an address, a process and a key.
///
/// It is independent of its connection.
///
/// Proof of `@unchecked Sendable`: libpq documents that a `PGcancel` is read-only after it was made and may be used by any thread;
/// the pointer is private, is never changed, and is freed once, when the last reference is gone.
@safe final class RawCancel: @unchecked Sendable {
  private let handle: OpaquePointer

  /// Takes over the handle.
  init(_ handle: OpaquePointer) { unsafe self.handle = handle }

  deinit { unsafe PQfreeCancel(handle) }

  /// Sends the request and waits until the server has acted on it.
  ///
  /// It blocks and is never encrypted: call it on a thread of its own.
  ///
  /// - Returns: Nil, or why the request did not get through.
  func send() -> String? {
    unsafe withUnsafeTemporaryAllocation(of: CChar.self, capacity: 256) { buffer in
      guard unsafe PQcancel(handle, buffer.baseAddress, Int32(buffer.count)) == 0 else { return nil }
      guard let base = buffer.baseAddress else { return "unknown" }
      return unsafe String(cString: base)
    }
  }
}
