import Names

/// Finds the anchors, aliases and tags of a text.
///
/// Events know only where a node with such properties begins; tokens know each. They are looked at only when there is something
/// to find.
enum RefusedTokens {
  /// Reports every refused token up to a place.
  ///
  /// - Returns: The places, as offsets in scalars.
  static func report(in text: ManifestText, upTo last: Int, findings: inout Findings) -> Set<Int> {
    var places: Set<Int> = []
    guard var parser = LibYAMLParser(text.clean) else { return places }
    do throws(YAMLFailure) {
      while true {
        let token = try parser.nextToken()
        guard token.kind != .streamEnd, token.mark.index <= last else { return places }
        guard let (code, message, hint) = description(of: token.kind) else { continue }
        places.insert(token.mark.index)
        findings.report(
          .malformed, code, line: token.mark.line + 1, column: token.mark.column + 1, message, hint: hint)
      }
    } catch {
      // The parser has stumbled over the same place and says so.
      return places
    }
  }

  /// What to say about a token that is refused; nil for all others.
  static func description(of kind: YAMLToken.Kind) -> (code: String, message: String, hint: String)? {
    let quote = "A text that starts with this character goes in quotes."
    return switch kind {
    case .anchor:
      ("anchor", "anchors are refused", "Write what tenants have in common under \"defaults\" or in \"templates\". \(quote)")
    case .alias:
      ("alias", "aliases are refused", "Write what tenants have in common under \"defaults\" or in \"templates\". \(quote)")
    case .tag:
      ("tag", "tags are refused", "Text is what is written: remove the tag. \(quote)")
    case .directive: ("directive", "directives are refused", "Remove the line.")
    default: nil
    }
  }
}
