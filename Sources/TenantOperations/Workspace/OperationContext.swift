package import Tenancy

/// Who runs an operation, how it reports, and how it is asked to stop.
package struct OperationContext: Sendable {
  /// Goes into the history and the audit trail.
  package var stamp: ChangeStamp
  /// How many tenants are worked on at once; nil lets the engine decide.
  package var jobs: Int?
  /// Told how many tenants a run is about, before it starts.
  package var willStart: @Sendable (Int) -> Void
  /// Told about each tenant as it is done.
  package var didFinish: @Sendable (TenantOutcome) -> Void
  /// Asked before each tenant: what is in flight is finished, nothing new is begun.
  package var shouldStop: @Sendable () -> Bool

  package init(
    stamp: ChangeStamp, jobs: Int? = nil, willStart: @escaping @Sendable (Int) -> Void = { _ in },
    didFinish: @escaping @Sendable (TenantOutcome) -> Void = { _ in }, shouldStop: @escaping @Sendable () -> Bool = { false }
  ) {
    self.stamp = stamp
    self.jobs = jobs
    self.willStart = willStart
    self.didFinish = didFinish
    self.shouldStop = shouldStop
  }
}
