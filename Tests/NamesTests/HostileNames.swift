/// Texts that no name type may take: injection, look-alikes, truncation, control characters, paths, reserved words.
enum HostileNames {
  static let all: [String] =
    injection + lookAlikes + invisible + paths + [
      "", " ", "  acme", "acme ", "\tacme", "acme\n", "ACME", "Acme", "aCME", "acme co", "acme.co/x", "acme@home", "acme#1",
      "acme%41",
      "acme+b", "acme=b", "acme?x", "acme&b", "acme|b", "acme<b>", "acme^", "acme!", "acme~", "acme[0]", "acme{b}", "acme,b",
      "acme:b",
      String(repeating: "a", count: 300), String(repeating: "é", count: 40), "-acme", "--all", "-rf", "$HOME", "${HOME}", "`id`",
      "$(id)",
    ]

  static let injection = [
    "x\", \"public", "x\"; DROP SCHEMA public CASCADE; --", "x'; SELECT 1; --", "x; DROP TABLE t", "\"x\"", "'x'", "x--y;", "x/*",
    "x\\", "x\0y",
    "x'||'y", "E'x'", "U&\"x\"", "$$x$$", "x) FROM t; --", "x\nDROP", "x\r\nDROP", "x\"\"y",
  ]

  /// Each looks like "acme" or another harmless name.
  static let lookAlikes = [
    "\u{430}cme", "a\u{441}me", "acm\u{435}", "ａｃｍｅ", "acme\u{301}", "ácme", "a\u{301}cme", "ａcme", "ⓐcme", "𝒶cme", "ɑcme",
    "acmе", "ac\u{217F}e",
    "ß", "ı", "İ", "ſ", "K", "ﬁ", "a‐b", "a–b", "a_\u{332}b",
  ]

  static let invisible = [
    "ac\u{200B}me", "ac\u{200D}me", "ac\u{202E}em", "\u{FEFF}acme", "ac\u{AD}me", "acme\u{A0}", "acme\u{2028}", "acme\u{85}",
    "ac\u{7F}me",
    "ac\u{1B}[31mme", "acme\u{7}", "ac\u{FE0F}me", "\u{E0061}acme", "acme" + String(decoding: [0xFFFE as UInt16], as: UTF16.self),
    "acme" + String(decoding: [0xFDD0 as UInt16], as: UTF16.self), "acme\u{3164}",
  ]

  static let paths = [
    "..", ".", "../acme", "a/b", "/etc/passwd", "a\\b", "acme/..", "./acme", "acme/", "%2e%2e", "C:acme", "~", "~root",
  ]
}
