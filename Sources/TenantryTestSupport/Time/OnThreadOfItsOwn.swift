import Dispatch

/// Runs work that blocks on a thread of its own.
///
/// The pool that tasks run on has a thread for each core. Two tests that block there, each for what another task has to do, stop
/// all others for ever.
public func onThreadOfItsOwn<Value: Sendable>(_ body: @escaping @Sendable () -> Value) async -> Value {
  await withCheckedContinuation { continuation in
    DispatchQueue.global().async { continuation.resume(returning: body()) }
  }
}
