import TenantryTestSupport

/// Changes good input until it may be bad: cuts, copies, swaps, odd bytes, and words that mean something to somebody.
struct Mutator {
  /// What is put in: pieces of YAML, of SQL, of URLs, and scalars that readers stumble over.
  private static let words = [
    "'", "\"", "\\", "`", "$$", "$x$", "--", "/*", "*/", ";", ":", ": ", "- ", "\n", "\r\n", "\r", "\t", "\0", "#", "&a", "*a",
    "<<: ",
    "!!str ", "%YAML 1.2\n", "---\n", "...\n", "{", "}", "[", "]", ",", "?", "|", ">", "~", "null", "\u{FEFF}", "\u{85}",
    "\u{2028}",
    "\u{202E}", "\u{200B}", "\u{301}", "\u{FFFE}", "é", "漢", "😀", "\u{1B}[31m", "${", "}", "${HOME}", "${X:-y}", "..", "../", "/",
    "@",
    "%00", "%2e", "1e3", "0x10", "no", "version: 1\n", "name: acme\n", "tenants:\n", "url: ", "schema: public", "BEGIN;",
    "COMMIT;",
    "ROLLBACK;", "SET search_path = x;", "SET LOCAL ", "DROP SCHEMA t_acme CASCADE;", "t_globex.items", "\"t_globex\".x",
    "COPY x FROM STDIN;",
    "\\connect x\n", "-- migrate:up\n", "-- migrate:down\n", "transaction:false", "ATTACH 'x' AS y;", "CREATE TRIGGER ",
    "BEGIN ATOMIC ",
    " END;", "CASE ", "SELECT 1 case; END;", ",\u{301}", "%2C%CC%81", "%2F", " end", "AS case,", "E'\\''", "U&\"\\0061\"",
    "\\u006eame",
    "aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa",
  ].map { Array($0.utf8) }

  /// One to four changes of a text.
  static func mutant(of seed: [UInt8], using generator: inout SplitMix64) -> [UInt8] {
    var bytes = seed
    for _ in 0..<Int.random(in: 1...4, using: &generator) { change(&bytes, using: &generator) }
    return bytes
  }

  private static func change(_ bytes: inout [UInt8], using generator: inout SplitMix64) {
    let place = Int.random(in: 0...bytes.count, using: &generator)
    let length = min(bytes.count - place, Int.random(in: 1...12, using: &generator))
    switch Int.random(in: 0..<8, using: &generator) {
    case 0: bytes.removeSubrange(place..<(place + length))
    case 1: bytes.insert(contentsOf: words.randomElement(using: &generator) ?? [], at: place)
    case 2: bytes.replaceSubrange(place..<(place + length), with: words.randomElement(using: &generator) ?? [])
    case 3: bytes.insert(contentsOf: bytes[place..<(place + length)], at: place)
    case 4: if place < bytes.count { bytes[place] = UInt8.random(in: 0...255, using: &generator) }
    case 5: if place < bytes.count { bytes[place] ^= 1 << UInt8.random(in: 0...7, using: &generator) }
    case 6: swapLines(&bytes, using: &generator)
    default: bytes.removeSubrange(place...)
    }
  }

  private static func swapLines(_ bytes: inout [UInt8], using generator: inout SplitMix64) {
    var lines = bytes.split(separator: UInt8(ascii: "\n"), omittingEmptySubsequences: false).map(Array.init)
    guard lines.count > 1 else { return }
    let (first, second) = (
      Int.random(in: 0..<lines.count, using: &generator), Int.random(in: 0..<lines.count, using: &generator)
    )
    if Bool.random(using: &generator) { lines.swapAt(first, second) } else { lines.insert(lines[first], at: second) }
    bytes = Array(lines.joined(separator: [UInt8(ascii: "\n")]))
  }
}
