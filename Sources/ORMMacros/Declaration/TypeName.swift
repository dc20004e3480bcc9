import SwiftSyntax

/// A property's type, as it is written.
struct TypeName {
  let syntax: TypeSyntax
  /// The type without `?`.
  let wrapped: TypeSyntax
  /// Whether it is written with `?` or `Optional<…>`.
  let isOptional: Bool

  init(_ syntax: TypeSyntax) {
    self.syntax = syntax
    if let optional = syntax.as(OptionalTypeSyntax.self) {
      wrapped = optional.wrappedType
      isOptional = true
    } else if let inner = syntax.soleArgument(of: "Optional") {
      wrapped = inner
      isOptional = true
    } else {
      wrapped = syntax
      isOptional = false
    }
  }

  /// The source.
  var text: String { syntax.trimmedDescription }
  /// The source without `?`.
  var wrappedText: String { wrapped.trimmedDescription }

  /// `User` of `Reference<User>` and `Reference<User>?`.
  func argument(of generic: String) -> String? { wrapped.soleArgument(of: generic)?.trimmedDescription }
}

extension TypeSyntax {
  fileprivate func soleArgument(of generic: String) -> TypeSyntax? {
    let clause: GenericArgumentClauseSyntax?
    if let plain = self.as(IdentifierTypeSyntax.self), plain.name.text == generic {
      clause = plain.genericArgumentClause
    } else if let member = self.as(MemberTypeSyntax.self), member.name.text == generic {
      clause = member.genericArgumentClause
    } else {
      return nil
    }
    guard let arguments = clause?.arguments, arguments.count == 1, let argument = arguments.first?.argument else { return nil }
    return argument.as(TypeSyntax.self)
  }
}
