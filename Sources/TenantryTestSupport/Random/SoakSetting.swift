import FoundationEssentials

/// The settings of long runs, in the environment: `TENANTRY_SOAK_KILLS` is the number of kills.
package enum SoakSetting {
  /// A number, or what the suite takes by itself.
  package static func number(_ name: String, default number: Int) -> Int {
    ProcessInfo.processInfo.environment["TENANTRY_SOAK_\(name)"].flatMap(Int.init) ?? number
  }

  /// Where chance begins: `TENANTRY_SOAK_SEED`.
  package static func seed() -> UInt64 { UInt64(clamping: number("SEED", default: 1)) }

  /// Which part of something is wanted: `all`, or the second of five with `2/5`; nil for what the suite takes by itself.
  package static func part(_ name: String) -> SoakPart? {
    ProcessInfo.processInfo.environment["TENANTRY_SOAK_\(name)"].flatMap(SoakPart.init)
  }
}

/// A part of something that takes too long to be done in one go.
package struct SoakPart: Sendable, Hashable {
  private let number: Int
  private let count: Int

  /// Reads `all`, or `2/5`.
  package init?(_ text: String) {
    let numbers = (text == "all" ? "1/1" : text).split(separator: "/", omittingEmptySubsequences: false).map { Int($0) }
    guard numbers.count == 2, let number = numbers[0], let count = numbers[1], (1...max(1, count)).contains(number) else {
      return nil
    }
    (self.number, self.count) = (number, count)
  }

  /// True when nothing is left out.
  package var isWhole: Bool { count == 1 }

  /// Every so-manieth of some things: all parts together have each of them once.
  package func elements<Element>(of all: [Element]) -> [Element] {
    stride(from: number - 1, to: all.count, by: count).map { all[$0] }
  }
}
