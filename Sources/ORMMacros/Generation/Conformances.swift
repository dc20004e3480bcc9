extension ModelDeclaration {
  /// Compares origin and all columns.
  var equality: String {
    """
    \(access.prefix)static func == (left: Self, right: Self) -> Bool {
    guard left.rowState.origin == right.rowState.origin else { return false }
    \(fields.map { "guard left.\($0.property.code) == right.\($0.property.code) else { return false }" }.lines)
    return true
    }
    """
  }

  /// Hashes a row's identity.
  var hashing: String {
    """
    \(access.prefix)func hash(into hasher: inout Hasher) {
    hasher.combine(ObjectIdentifier(Self.self))
    hasher.combine(rowState.origin)
    hasher.combine(rowKey)
    }
    """
  }

  /// The keys of the encoded columns.
  var codingKeys: String {
    "private enum CodingKeys: String, CodingKey {\n" + fields.map { "case \($0.property.code)" }.lines + "\n}"
  }

  /// The initialiser that decodes the columns.
  var decoding: String {
    let columns = fields.map { field in
      let property = field.property
      // What is secret is not encoded, and cannot be decoded by itself.
      if property.type.wrappedText == "Secret" {
        return property.type.isOptional
          ? "self.\(property.code) = try container.decodeIfPresent(String.self, forKey: .\(property.code)).map(Secret.init)"
          : "self.\(property.code) = Secret(try container.decode(String.self, forKey: .\(property.code)))"
      }
      let method = property.type.isOptional ? "decodeIfPresent" : "decode"
      return "self.\(property.code) = try container.\(method)(\(property.type.wrappedText).self, forKey: .\(property.code))"
    }
    return """
      \(access.prefix)init(from decoder: any Decoder) throws {
      let container = try decoder.container(keyedBy: CodingKeys.self)
      \((columns + relations.map { "self.\($0.code) = \($0.type.wrappedText)()" }).lines)
      }
      """
  }

  /// The method that encodes the columns, but for those that are secret.
  var encoding: String {
    let shown = fields.filter { !$0.property.isSecret }
    return """
      \(access.prefix)func encode(to encoder: any Encoder) throws {
      var container = encoder.container(keyedBy: CodingKeys.self)
      \(shown.map { field in
        let method = field.property.type.isOptional ? "encodeIfPresent" : "encode"
        return "try container.\(method)(\(field.property.code), forKey: .\(field.property.code))"
      }.lines)
      }
      """
  }
}
