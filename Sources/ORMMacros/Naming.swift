/// How names of Swift become names of the database.
enum Naming {
  /// `createdAt` is `created_at`, `HTTPRequest` is `http_request`, `userIDs` is `user_ids`.
  static func snakeCase(_ name: String) -> String {
    let characters = Array(name)
    var result = ""
    for (index, character) in characters.enumerated() {
      if character.isUppercase, index > 0, startsWord(index, in: characters) { result += "_" }
      result += character.lowercased()
    }
    return result
  }

  private static func startsWord(_ index: Int, in characters: [Character]) -> Bool {
    let before = characters[index - 1]
    if before == "_" { return false }
    if !before.isUppercase { return true }
    // The last capital of several begins the next word, unless only the s of a plural follows.
    let after = characters[(index + 1)...]
    guard let next = after.first, next.isLowercase else { return false }
    return next != "s" || after.dropFirst().first?.isLowercase == true
  }

  /// The regular plural of English; a table of another name is given one.
  static func plural(_ word: String) -> String {
    let vowels: Set<Character> = ["a", "e", "i", "o", "u"]
    if word.hasSuffix("y"), let before = word.dropLast().last, !vowels.contains(before) { return word.dropLast() + "ies" }
    if ["s", "x", "z", "ch", "sh"].contains(where: word.hasSuffix) { return word + "es" }
    return word + "s"
  }

  /// The table of a model: `ProjectTag` is `project_tags`.
  static func table(of model: String) -> String { plural(snakeCase(model)) }
}
