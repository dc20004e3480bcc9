import Foundation

/// Two ways to do the same work, in turns: what the machine does meanwhile hits both.
enum Comparison {
  /// The ratio that the driver must reach.
  static let goal = 0.8

  /// Measures and prints.
  ///
  /// - Returns: True when the driver reaches the goal.
  static func measure(
    _ name: String, unit: String, amount: Int, rounds: Int, floor: () -> Int64, driver: () async throws -> Int64
  ) async throws -> Bool {
    var floors: [Sample] = []
    var drivers: [Sample] = []
    for round in 0...rounds {
      let (first, floorSum) = Sample.take(floor)
      let start = Sample.now()
      let driverSum = try await driver()
      let second = Sample.now() - start
      guard floorSum == driverSum, floorSum > 0 else {
        print("\(name): the two have not read the same: \(floorSum) and \(driverSum)")
        return false
      }
      // The first round warms caches and prepares statements.
      if round > 0 {
        floors.append(first)
        drivers.append(second)
      }
    }
    func rate(_ seconds: Double) -> String { String(format: "%.0f", Double(amount) / seconds) }
    func cpu(_ samples: [Sample]) -> String { String(format: "%.2f", (samples.map(\.cpu).min() ?? 0) / Double(amount) * 1e6) }
    let best = best(floors) / Self.best(drivers)
    let median = Self.median(floors) / Self.median(drivers)
    print(
      "\(name): best \(rate(Self.best(drivers))) of \(rate(Self.best(floors))) \(unit) = \(String(format: "%.2f", best)), "
        + "median \(rate(Self.median(drivers))) of \(rate(Self.median(floors))) = \(String(format: "%.2f", median)), "
        + "cpu \(cpu(drivers)) against \(cpu(floors)) µs")
    return max(best, median) >= goal
  }

  private static func best(_ samples: [Sample]) -> Double { samples.map(\.wall).min() ?? .infinity }

  private static func median(_ samples: [Sample]) -> Double { samples.map(\.wall).sorted()[samples.count / 2] }
}

/// What a piece of work took, in seconds: by the clock, and of this process's processors.
struct Sample {
  var wall: Double
  var cpu: Double

  static func now() -> Sample { Sample(wall: seconds(CLOCK_MONOTONIC), cpu: seconds(CLOCK_PROCESS_CPUTIME_ID)) }

  static func - (left: Sample, right: Sample) -> Sample { Sample(wall: left.wall - right.wall, cpu: left.cpu - right.cpu) }

  static func take<Value>(_ work: () -> Value) -> (Sample, Value) {
    let start = now()
    let value = work()
    return (now() - start, value)
  }

  private static func seconds(_ clock: clockid_t) -> Double {
    var time = timespec()
    clock_gettime(clock, &time)
    return Double(time.tv_sec) + Double(time.tv_nsec) / 1e9
  }
}
