import SwiftSyntax

/// What is written before generated members, so that they are seen where the type is.
enum AccessLevel: String {
  case `public`, package, `internal`

  init(_ modifiers: DeclModifierListSyntax) {
    self = modifiers.lazy.compactMap { AccessLevel(rawValue: $0.name.text) }.first ?? .internal
  }

  /// The modifier and a space, or nothing.
  var prefix: String { self == .internal ? "" : "\(rawValue) " }
}
