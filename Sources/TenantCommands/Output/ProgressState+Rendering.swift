extension ProgressState {
  /// The state as a bar for a terminal that is `width` columns wide; parts that do not fit are left out, the last ones first.
  package func bar(width: Int, styling: Styling = .plain) -> String {
    // The last column stays free: some terminals break the line when it is written to.
    let room = width - 1
    var parts = [Part(text: label.escapedForTerminal), Part(text: counts)]
    if failed > 0 { parts.append(Part(text: "\(failed) failed", style: .failure)) }
    if let rate { parts.append(Part(text: Self.text(ofRate: rate), style: .faint)) }
    if let timeLeft { parts.append(Part(text: "\(timeLeft.roundedText) left", style: .faint)) }
    while parts.count > 2, Self.width(of: parts.map(\.text)) > room { parts.removeLast() }
    guard Self.width(of: parts.map(\.text)) <= room else { return counts.truncated(toWidth: max(room, 0)) }

    var texts = parts.map { styling($0.text, $0.style) }
    let barWidth = min(room - Self.width(of: parts.map(\.text)) - Self.gap, Self.longestBar)
    if barWidth >= Self.shortestBar, let total, total > 0 { texts.insert(barText(width: barWidth, total: total), at: 1) }
    return texts.joined(separator: String(repeating: " ", count: Self.gap))
  }

  /// The state as a line of a log.
  package var line: String {
    var text = "\(label.escapedForTerminal): \(counts) done"
    if failed > 0 { text += ", \(failed) failed" }
    if let rate { text += ", \(Self.text(ofRate: rate))" }
    if let timeLeft { text += ", \(timeLeft.roundedText) left" }
    return text
  }

  /// The state as the last line of a log, when the work is over.
  package var lastLine: String {
    let failures = failed > 0 ? ", \(failed) failed" : ""
    return "\(label.escapedForTerminal): \(counts) done\(failures) in \(elapsed.roundedText)"
  }

  private struct Part {
    var text: String
    var style: Style?
  }

  private static let gap = 2
  private static let shortestBar = 7
  private static let longestBar = 42

  private func barText(width: Int, total: Int) -> String {
    let cells = width - 2
    let share = min(Double(finished) / Double(total), 1)
    // Rounded down, so that a full bar means that all is done.
    let full = Int(share * Double(cells))
    return "[" + String(repeating: "#", count: full) + String(repeating: "-", count: cells - full) + "]"
  }

  private static func width(of texts: [String]) -> Int {
    texts.reduce(0) { $0 + $1.displayWidth } + gap * max(texts.count - 1, 0)
  }

  /// Whole numbers from 10, one digit after the point below, per minute when there is less than one in ten seconds.
  private static func text(ofRate rate: Double) -> String {
    if rate >= 10 { return "\(Int64(min(rate, 1e15).rounded()))/s" }
    if rate >= 0.1 { return "\((rate * 10).rounded() / 10)/s" }
    return "\((rate * 600).rounded() / 10)/min"
  }
}
