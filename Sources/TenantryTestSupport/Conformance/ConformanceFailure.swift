/// A driver that does not do what it must.
public struct ConformanceFailure: Error, Sendable, CustomStringConvertible {
  /// What it did and what it should have done.
  public let message: String
  /// Where in the kit that was found.
  public let place: String

  init(_ message: String, file: StaticString = #fileID, line: UInt = #line) {
    self.message = message
    place = "\(file):\(line)"
  }

  /// What it did, and the place of the check.
  public var description: String { "\(message) (\(place))" }
}

/// Fails unless something is true.
func expect(
  _ condition: Bool, _ message: @autoclosure () -> String, file: StaticString = #fileID, line: UInt = #line
) throws(ConformanceFailure) {
  guard condition else { throw ConformanceFailure(message(), file: file, line: line) }
}

/// Fails unless two values are equal.
///
/// It shows both.
func expectEqual<Value: Equatable>(
  _ found: Value, _ wanted: Value, _ subject: @autoclosure () -> String, file: StaticString = #fileID, line: UInt = #line
) throws(ConformanceFailure) {
  guard found == wanted else {
    throw ConformanceFailure(
      "\(subject()): found \(String(reflecting: found)), expected \(String(reflecting: wanted)).", file: file, line: line)
  }
}

/// Fails unless the work throws an error of a type; other errors come out as they are.
func expectError<Failure: Error>(
  _ type: Failure.Type, _ subject: @autoclosure () -> String, file: StaticString = #fileID, line: UInt = #line,
  _ body: () async throws -> Void
) async throws -> Failure {
  do { try await body() } catch let error as Failure { return error }
  throw ConformanceFailure("\(subject()): no error was thrown.", file: file, line: line)
}
