/// Finds what a misspelt word was meant to be.
package enum Suggestion {
  /// The candidate with the fewest slips to the word (a letter too many, too few, wrong, or two swapped), when it is near enough
  /// to be meant.
  ///
  /// Only the first thousand candidates are looked at.
  package static func nearest(to word: String, among candidates: some Sequence<String>) -> String? {
    let letters = Array(word.lowercased().unicodeScalars.prefix(64))
    var best: (name: String, distance: Int)?
    for candidate in candidates.prefix(1000) {
      let other = Array(candidate.lowercased().unicodeScalars.prefix(64))
      let limit = min(best.map { $0.distance - 1 } ?? 3, max(1, max(letters.count, other.count) / 3))
      guard limit >= 0, abs(letters.count - other.count) <= limit else { continue }
      let distance = distance(letters, other)
      if distance <= limit, candidate != word { best = (candidate, distance) }
    }
    return best?.name
  }

  private static func distance(_ left: [Unicode.Scalar], _ right: [Unicode.Scalar]) -> Int {
    var before = [Int](repeating: 0, count: right.count + 1)
    var previous = Array(0...right.count)
    for row in 0..<left.count {
      var current = [row + 1]
      for column in 0..<right.count {
        let change = previous[column] + (left[row] == right[column] ? 0 : 1)
        var best = min(change, previous[column + 1] + 1, current[column] + 1)
        if row > 0, column > 0, left[row] == right[column - 1], left[row - 1] == right[column] {
          best = min(best, before[column - 1] + 1)
        }
        current.append(best)
      }
      before = previous
      previous = current
    }
    return previous[right.count]
  }
}
