import SQL
import Testing

@Suite struct TimestampTests {
  private static let day: Int64 = 86_400_000_000

  @Test(
    arguments: [
      (0, "1970-01-01T00:00:00.000000Z"), (-1, "1969-12-31T23:59:59.999999Z"),
      (951_782_400_000_000, "2000-02-29T00:00:00.000000Z"),
      (1_795_512_615_123_456, "2026-11-24T09:30:15.123456Z"), (-62_135_596_800_000_000, "0001-01-01T00:00:00.000000Z"),
      (-62_167_219_200_000_000, "0000-01-01T00:00:00.000000Z"), (-62_167_219_200_000_001, "-0001-12-31T23:59:59.999999Z"),
      (253_402_300_799_999_999, "9999-12-31T23:59:59.999999Z"), (253_402_300_800_000_000, "10000-01-01T00:00:00.000000Z"),
      (Int64.max, "infinity"), (Int64.min, "-infinity"),
    ])
  func `a moment is written in one way`(microseconds: Int64, text: String) {
    let moment = Timestamp(microsecondsSinceEpoch: microseconds)
    #expect(moment.description == text)
    #expect(Timestamp(text) == moment)
  }

  @Test func `moments come back over the whole range`() {
    var generator = SeededGenerator(seed: 3)
    var moments: [Int64] = [.min + 1, .max - 1, .min + 1_000_000, .max - 1_000_000]
    for _ in 0..<4000 { moments.append(Int64.random(in: .min...Int64.max, using: &generator)) }
    for day in stride(from: Int64(-800_000), through: 3_000_000, by: 97) { moments += [day * Self.day, day * Self.day - 1] }
    for moment in moments.map(Timestamp.init(microsecondsSinceEpoch:)) {
      #expect(Timestamp(moment.description) == moment)
    }
  }

  @Test func `every day of four centuries has the date after the day before`() {
    let lengths: [Int64] = [31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31]
    var (year, month, date): (Int64, Int64, Int64) = (1970, 1, 1)
    for day in Int64(0)..<146_097 {
      let digits = { (number: Int64) in number < 10 ? "0\(number)" : "\(number)" }
      let expected = "\(year)-\(digits(month))-\(digits(date))"
      if Timestamp(microsecondsSinceEpoch: day * Self.day).description.prefix(10) != expected { Issue.record("\(expected)") }
      let isLeap = year % 4 == 0 && (year % 100 != 0 || year % 400 == 0)
      date += 1
      if date > lengths[Int(month - 1)] + (month == 2 && isLeap ? 1 : 0) { (month, date) = (month + 1, 1) }
      if month > 12 { (year, month) = (year + 1, 1) }
    }
  }

  @Test(
    arguments: [
      "", "now", "Infinity", "+infinity", "2026-11-24", "2026-11-24T09:30:15Z", "2026-11-24 09:30:15.123456Z",
      "2026-11-24T09:30:15.123456", "2026-11-24T09:30:15.123456+00", "2026-11-24t09:30:15.123456Z", "2026-13-01T00:00:00.000000Z",
      "2026-00-01T00:00:00.000000Z", "2026-02-29T00:00:00.000000Z", "2026-04-31T00:00:00.000000Z", "2026-01-00T00:00:00.000000Z",
      "2026-01-01T24:00:00.000000Z", "2026-01-01T00:60:00.000000Z", "2026-01-01T00:00:60.000000Z", "1900-02-29T00:00:00.000000Z",
      "+2026-01-01T00:00:00.000000Z", "-0000-01-01T00:00:00.000000Z", "02026-01-01T00:00:00.000000Z",
      "--001-01-01T00:00:00.000000Z",
      "999999-01-01T00:00:00.000000Z", "-999999-01-01T00:00:00.000000Z", "294247-01-10T04:00:54.775807Z",
      "294247-01-10T04:00:54.775808Z", "-290308-12-21T19:59:05.224192Z", "２026-01-01T00:00:00.000000Z",
      " 2026-01-01T00:00:00.000000Z",
    ])
  func `any other text is no moment`(text: String) { #expect(Timestamp(text) == nil) }

  @Test func `moments are ordered, and so are their texts in the years of four digits`() {
    var generator = SeededGenerator(seed: 4)
    let range = -62_167_219_200_000_000...Int64(253_402_300_799_999_999)
    let moments = (0..<500).map { _ in Timestamp(microsecondsSinceEpoch: .random(in: range, using: &generator)) }.sorted()
    let texts = moments.map(\.description)
    #expect(texts.sorted { $0.utf8.lexicographicallyPrecedes($1.utf8) } == texts)
    #expect(Timestamp.negativeInfinity < moments[0] && moments[0] < .infinity)
  }
}
