import SQL

/// Names for constraints and indexes that were given none: made of table and columns, at most 63 bytes, and no two the same.
struct ObjectNames {
  private var taken: [String: Int] = [:]

  /// Makes a name: `projects_owner_id_fkey`; one that is too long, or that two things would have, ends in a hash of the whole.
  static func name(_ parts: [String], _ suffix: String, isAmbiguous: Bool = false, _ number: Int? = nil) -> Identifier {
    let plain = (parts + [suffix]).joined(separator: "_")
    guard plain.utf8.count > 63 || isAmbiguous else { return Identifier(checking: plain) }
    let tail = "_" + hash(parts + (number.map { [String($0)] } ?? [])) + "_" + suffix
    var head = plain
    while head.utf8.count + tail.utf8.count > 63 { head.removeLast() }
    return Identifier(checking: head + tail)
  }

  /// FNV-1a over the parts, kept apart by a byte that no name holds.
  private static func hash(_ parts: [String]) -> String {
    var hash: UInt64 = 0xcbf2_9ce4_8422_2325
    for byte in parts.joined(separator: "\0").utf8 { hash = (hash ^ UInt64(byte)) &* 0x100_0000_01b3 }
    let text = String(hash, radix: 16)
    return String(repeating: "0", count: 16 - text.count) + text
  }

  /// Gives names to everything in these descriptions that has none.
  static func complete(_ descriptors: [ModelDescriptor]) -> [ModelDescriptor] {
    var counter = ObjectNames()
    for descriptor in descriptors { descriptor.visitNames { counter.taken[plain($0, $1), default: 0] += 1 } }
    var given: Set<Identifier> = []
    return descriptors.map { descriptor in
      var descriptor = descriptor
      descriptor.fillNames { parts, suffix in
        let isAmbiguous = (counter.taken[plain(parts, suffix)] ?? 0) > 1
        var result = name(parts, suffix, isAmbiguous: isAmbiguous)
        // Two over the same columns, with other conditions for instance: their hash is the same too.
        var number = 2
        while !given.insert(result).inserted {
          result = name(parts, suffix, isAmbiguous: true, number)
          number += 1
        }
        return result
      }
      return descriptor
    }
  }

  private static func plain(_ parts: [String], _ suffix: String) -> String { (parts + [suffix]).joined(separator: "_") }
}

extension ModelDescriptor {
  fileprivate func visitNames(_ visit: ([String], String) -> Void) {
    var copy = self
    copy.fillNames { parts, suffix in
      visit(parts, suffix)
      return ObjectNames.name(parts, suffix)
    }
  }

  fileprivate mutating func fillNames(_ name: ([String], String) -> Identifier) {
    let (declared, table) = (fields, table)
    func parts(_ places: [Int]) -> [String] { [table.text] + places.flatMap { declared[$0].columns }.map(\.name.text) }
    for index in uniques.indices where uniques[index].name == nil {
      uniques[index].name = name(parts(uniques[index].fields), "key")
    }
    for index in fields.indices where fields[index].reference?.rules.isConstraint == true {
      if fields[index].reference?.rules.name == nil { fields[index].reference?.rules.name = name(parts([index]), "fkey") }
    }
    for index in checks.indices where checks[index].name == nil {
      checks[index].name = name([table.text, String(index + 1)], "check")
    }
    for index in indexes.indices where indexes[index].name == nil {
      let subjects = indexes[index].parts.flatMap { part -> [String] in
        switch part.subject {
        case .field(let field): columns(of: [field]).map(\.name.text)
        case .column(let column): [column.text]
        case .expression: ["expr\(index + 1)"]
        }
      }
      indexes[index].name = name([table.text] + subjects, "idx")
    }
  }

  /// The name of the primary key's constraint.
  var primaryKeyName: Identifier { ObjectNames.name([table.text], "pkey") }

  /// The columns that a constraint, or a unique index, is about.
  func columns(ofConstraint name: String) -> [ColumnDescriptor] {
    if name == primaryKeyName.text { return keyColumns }
    if let unique = uniques.first(where: { $0.name?.text == name }) { return columns(of: unique.fields) }
    if let field = fields.first(where: { $0.reference?.rules.name?.text == name }) { return field.columns }
    if let index = indexes.first(where: { $0.name?.text == name }) {
      return index.parts.flatMap { part -> [ColumnDescriptor] in
        if case .field(let field) = part.subject { columns(of: [field]) } else { [] }
      }
    }
    return columns.filter { ObjectNames.name([table.text, $0.name.text], "check").text == name }
  }
}
