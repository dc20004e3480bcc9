extension ModelDeclaration {
  /// What a new row is made from.
  var draftType: String {
    let members = fields.compactMap { member(of: $0) }
    return """
      \(access.prefix)struct Draft: ModelDraft {
      \(access.prefix)typealias Row = \(name)
      \(members.map { "\(access.prefix)var \($0.code): \($0.type)" }.lines)
      \(access.prefix)init(\(members.map { "\($0.code): \($0.type)\($0.initial)" }.joined(separator: ", "))) {
      \(members.map { "self.\($0.code) = \($0.code)" }.lines)
      }
      \(given(members))
      \(access.prefix)func write(field: Int, to writer: inout ValueWriter) {
      switch field {
      \(members.map { "case \($0.place): \($0.code)\($0.isLeftOpen ? "?" : "").write(to: &writer)" }.lines)
      default: preconditionFailure("A draft of \(name) has no field \\(field).")
      }
      }
      }
      """
  }

  private struct Member {
    var place: Int
    var code: String
    var type: String
    var initial: String
    /// Whether nil leaves the value to the database.
    var isLeftOpen: Bool
  }

  /// A field of a draft; nil for one that only the database writes.
  private func member(of field: Field) -> Member? {
    let property = field.property
    let column = property.column
    if column?.generated != nil { return nil }
    var member = Member(place: field.place, code: property.code, type: property.type.text, initial: "", isLeftOpen: false)
    let source = property.keySource == nil ? .natural : source(ofKey: field)
    if source == .identityAlways { return nil }
    if source == .uuid {
      member.initial = " = .version7()"
    } else if source == .identity || column?.defaultValue != nil || column?.onSave != nil {
      member.type += "?"
      member.initial = " = nil"
      member.isLeftOpen = true
    } else if let initialValue = property.initialValue {
      member.initial = " = \(initialValue)"
    } else if property.type.isOptional {
      member.initial = " = nil"
    }
    return member
  }

  private func given(_ members: [Member]) -> String {
    let always = members.filter { !$0.isLeftOpen }.map { "\($0.place)" }.joined(separator: ", ")
    let open = members.filter(\.isLeftOpen)
    guard !open.isEmpty else { return "\(access.prefix)var given: FieldSet { [\(always)] }" }
    return """
      \(access.prefix)var given: FieldSet {
      var fields: FieldSet = [\(always)]
      \(open.map { "if \($0.code) != nil { fields.insert(\($0.place)) }" }.lines)
      return fields
      }
      """
  }
}
