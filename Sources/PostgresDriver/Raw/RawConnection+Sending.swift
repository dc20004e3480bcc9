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
}
