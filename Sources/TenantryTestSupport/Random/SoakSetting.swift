import FoundationEssentials

/// The settings of long runs, in the environment: `TENANTRY_SOAK_KILLS` is the number of kills.
package enum SoakSetting {
  /// A number, or what the suite takes by itself.
  package static func number(_ name: String, default number: Int) -> Int {
    ProcessInfo.processInfo.environment["TENANTRY_SOAK_\(name)"].flatMap(Int.init) ?? number
  }

  /// Where chance begins: `TENANTRY_SOAK_SEED`.
  package static func seed(default number: Int = 1) -> UInt64 { UInt64(clamping: Self.number("SEED", default: number)) }

  /// True when all of something is wanted, and not a sample.
  package static func isAll(_ name: String) -> Bool { ProcessInfo.processInfo.environment["TENANTRY_SOAK_\(name)"] == "all" }
}
