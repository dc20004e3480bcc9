public import Database

/// What every driver must do alike, as cases that run on any database.
///
/// Each case makes its own schema and drops it on both ways out: cases may run at the same time, on one database.
///
/// ```swift
/// @Test(arguments: DriverConformance.cases)
/// func `the driver conforms`(_ conformance: DriverConformance.Case) async throws {
///   try await conformance.run(database)
/// }
/// ```
public enum DriverConformance {
  /// One thing that a driver must do.
  public struct Case: Sendable, CustomStringConvertible {
    /// What it must do, as a sentence.
    public let name: String
    let body: @Sendable (ConformanceScope) async throws -> Void

    init(_ name: String, _ body: @escaping @Sendable (ConformanceScope) async throws -> Void) {
      self.name = name
      self.body = body
    }

    /// What it must do, as a sentence.
    public var description: String { name }

    /// Runs it.
    ///
    /// - Throws: ``ConformanceFailure`` when the driver does something else, and whatever goes wrong on the way.
    public func run(_ database: any Database) async throws {
      try await ConformanceScope.withScope(on: database, body)
    }
  }

  /// All cases.
  public static let cases: [Case] =
    valueCases + exactValueCases + resultCases + textCases + messageCases + errorCases + cacheCases + transactionCases
    + transactionEndCases
    + batchCases + streamCases + cancellationCases + leaseCases
}
