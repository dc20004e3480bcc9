import Synchronization

/// Gathers the one JSON document of a command: the members of its result, then `warnings` and `errors` when there are any.
final class CommandDocument: Sendable {
  private struct Content {
    var result = JSONObject()
    var warnings: [JSONValue] = []
    var errors: [JSONValue] = []
  }

  private let content = Mutex(Content())

  func add(_ object: JSONObject) {
    content.withLock { content in
      for member in object.members { content.result[member.key] = member.value }
    }
  }

  func addWarning(_ warning: CommandFailure) { content.withLock { $0.warnings.append(warning.json) } }

  func addError(_ error: CommandFailure) { content.withLock { $0.errors.append(error.json) } }

  var json: JSONValue {
    content.withLock { content in
      var object = content.result
      if !content.warnings.isEmpty { object["warnings"] = .array(content.warnings) }
      if !content.errors.isEmpty { object["errors"] = .array(content.errors) }
      return .object(object)
    }
  }
}
