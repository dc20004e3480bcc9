import CPQ
import Database
import SQL

extension RawConnection {
  /// Queues a message of several statements; answers come as text.
  func send(message text: String) -> Bool { unsafe PQsendQuery(handle, text) != 0 }

  /// Queues a statement without a name; answers come in the binary format.
  func send(_ text: String, _ parameters: RawParameters) -> Bool {
    parameters.withPointers { list in
      unsafe PQsendQueryParams(handle, text, list.count, list.types, list.values, list.lengths, list.formats, 1) != 0
    }
  }

  /// Queues a statement that the server has prepared.
  func send(prepared name: String, _ parameters: RawParameters) -> Bool {
    parameters.withPointers { list in
      unsafe PQsendQueryPrepared(handle, name, list.count, list.values, list.lengths, list.formats, 1) != 0
    }
  }

  /// Queues the preparation of a statement.
  func sendPrepare(_ text: String, name: String, types: [UInt32]) -> Bool {
    unsafe PQsendPrepare(handle, name, text, Int32(types.count), types) != 0
  }

  /// From here on statements are queued and their answers come in order.
  func enterPipeline() -> Bool { unsafe PQenterPipelineMode(handle) != 0 }

  /// Ends a group of queued statements: an error skips the rest of its group.
  func sendSync() -> Bool { unsafe PQpipelineSync(handle) != 0 }

  /// False when answers are still to be collected.
  func exitPipeline() -> Bool { unsafe PQexitPipelineMode(handle) != 0 }

  /// From here on the statement's rows come one by one.
  ///
  /// False unless a statement has just been queued.
  func setSingleRowMode() -> Bool { unsafe PQsetSingleRowMode(handle) != 0 }

  /// Queues bytes of a `COPY … FROM STDIN`.
  ///
  /// In non-blocking mode libpq takes them all, and keeps what the socket does not take.
  func putCopyIn(_ bytes: [UInt8]) -> Bool {
    unsafe bytes.withUnsafeBytes { buffer in
      guard let start = buffer.baseAddress, let count = Int32(exactly: buffer.count) else { return bytes.isEmpty }
      return unsafe PQputCopyData(handle, start.assumingMemoryBound(to: CChar.self), count) == 1
    }
  }

  /// Ends a `COPY … FROM STDIN`; with an error nothing is copied.
  func endCopyIn(error: String?) -> Bool { unsafe PQputCopyEnd(handle, error) == 1 }

  /// Appends the next piece of a `COPY … TO STDOUT`.
  func takeCopyOut(into chunk: inout [UInt8]) -> CopyState {
    var buffer: UnsafeMutablePointer<CChar>?
    let count = unsafe PQgetCopyData(handle, &buffer, 1)
    if let buffer = unsafe buffer {
      unsafe chunk.append(contentsOf: UnsafeRawBufferPointer(start: buffer, count: Int(max(0, count))))
      unsafe PQfreemem(buffer)
    }
    return count > 0 ? .data : count == 0 ? .wait : .done
  }
}
