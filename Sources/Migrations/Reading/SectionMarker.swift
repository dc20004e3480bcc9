import Names

/// The sections of a migration file, in dbmate's words.
enum SectionKind: String, CaseIterable {
  case up
  case down

  var marker: String { "\(Annotation.sectionPrefix):\(rawValue)" }
}

/// A line that starts a section: `-- migrate:up transaction:false`.
struct SectionMarker {
  /// Which section; nil when it is misspelt.
  var kind: SectionKind?
  /// Nil when the line leaves it open.
  var isTransactional: Bool?

  /// Reads a comment that looks like a marker; what is wrong with it is added to the findings.
  init(_ text: SourceText, _ comment: SQLToken, into findings: inout [Finding]) {
    var words = text.words(in: comment.start + 2..<comment.end)[...]
    guard let first = words.popFirst() else { return }
    let marker = text.string(first)
    kind = SectionKind.allCases.first { $0.marker == marker }
    guard kind != nil else {
      findings.append(Finding(.unknownSection(marker), at: comment.start))
      return
    }
    if !text.isFirstOnLine(comment.start) { findings.append(Finding(.sharedLine, at: comment.start)) }
    for word in words {
      switch text.string(word) {
      case _ where isTransactional != nil: findings.append(Finding(.repeatedOption, at: word.lowerBound))
      case "transaction:false": isTransactional = false
      case "transaction:true": isTransactional = true
      case let other: findings.append(Finding(.unknownOption(other), at: word.lowerBound))
      }
    }
  }
}

/// A line of directives: `-- tenantry: key=value`.
struct DirectiveLine {
  static let knownKeys = ["transaction"]

  /// Nil when the line does not say.
  var isTransactional: Bool?

  /// Reads a comment that holds directives; what is wrong with them is added to the findings.
  init(_ text: SourceText, _ comment: SQLToken, into findings: inout [Finding]) {
    let prefix = Annotation.directivePrefix + ":"
    let content = text.words(in: comment.start + 2..<comment.end).first?.lowerBound ?? comment.end
    guard text.bytes[content..<comment.end].starts(with: prefix.utf8) else {
      findings.append(Finding(.directiveSpelling, at: comment.start))
      return
    }
    if !text.isFirstOnLine(comment.start) { findings.append(Finding(.sharedLine, at: comment.start)) }
    let words = text.words(in: content + prefix.utf8.count..<comment.end)
    if words.isEmpty { findings.append(Finding(.directiveSyntax, at: comment.start)) }
    for word in words {
      guard let equals = text.bytes[word].firstIndex(of: UInt8(ascii: "=")) else {
        findings.append(Finding(.directiveSyntax, at: word.lowerBound))
        continue
      }
      let (key, value) = (text.string(word.lowerBound..<equals), text.string(equals + 1..<word.upperBound))
      if !Self.knownKeys.contains(key) {
        findings.append(Finding(.unknownDirective(key), at: word.lowerBound))
      } else if isTransactional != nil {
        findings.append(Finding(.repeatedOption, at: word.lowerBound))
      } else if value != "true", value != "false" {
        findings.append(Finding(.directiveValue(value), at: equals + 1))
      } else {
        isTransactional = value == "true"
      }
    }
  }
}

extension SourceText {
  /// The words of a range, which blanks separate.
  fileprivate func words(in range: Range<Int>) -> [Range<Int>] {
    bytes[range].split(whereSeparator: ASCII.isSpace).map { $0.startIndex..<$0.endIndex }
  }

  /// True when only blanks stand before an offset on its line.
  func isFirstOnLine(_ offset: Int) -> Bool {
    bytes[lineStart(of: offset)..<offset].allSatisfy(ASCII.isSpace)
  }

  /// The offset of the line that an offset is on.
  func lineStart(of offset: Int) -> Int {
    (bytes[..<offset].lastIndex(of: ASCII.lineFeed) ?? -1) + 1
  }
}
