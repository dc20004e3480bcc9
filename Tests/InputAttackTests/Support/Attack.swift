import TenantryTestSupport
import Testing

/// How often the input attacks run, and with which numbers.
///
/// `TENANTRY_SOAK_FUZZ` is the number of executions of all attacks together, `TENANTRY_SOAK_SEED` the seed. A failure names the
/// seed and the number of its input: with `TENANTRY_SOAK_FIRST` the run begins there.
enum Attack {
  static let executions = SoakSetting.number("FUZZ", default: 20_000)
  static let seed = SoakSetting.seed()
  private static let first = SoakSetting.number("FIRST", default: 0)

  /// How many parts of an attack run side by side.
  static let lanes = 4

  /// An input takes milliseconds: one that takes so long does not end.
  private static let patience = Duration.seconds(20)

  /// Runs one lane of an attack: its share of all executions.
  ///
  /// - Parameters:
  ///   - share: How much of all executions this attack gets.
  ///   - body: Makes an input from the generator and judges it; the answer is what is wrong, or nil.
  static func run(
    _ name: String, lane: Int, share: Double, sourceLocation: Testing.SourceLocation = #_sourceLocation,
    _ body: @escaping @Sendable (inout SplitMix64) -> String?
  ) async {
    for objection in await onThreadOfItsOwn({ objections(lane, share, body) }) {
      Issue.record("\(name), seed \(seed), \(objection)", sourceLocation: sourceLocation)
    }
  }

  /// The first five objections.
  private static func objections(
    _ lane: Int, _ share: Double, _ body: (inout SplitMix64) -> String?
  ) -> [String] {
    let count = Int(Double(executions) * share)
    var objections: [String] = []
    let clock = ContinuousClock()
    for index in stride(from: first + lane, to: first + count, by: lanes) {
      var generator = SplitMix64(seed: seed &* 0x9E37_79B9 &+ UInt64(index))
      var objection: String?
      let time = clock.measure { objection = body(&generator) }
      if time > patience { objection = "it took \(time)" }
      guard let objection else { continue }
      objections.append("input \(index): \(objection)")
      if objections.count == 5 { break }
    }
    return objections
  }
}
