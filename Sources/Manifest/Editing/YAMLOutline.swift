/// Where the nodes of a YAML text begin and end: what an editor of the text has to know.
struct YAMLOutline {
  enum Kind { case scalar, mapping, sequence }

  struct Node {
    var kind: Kind
    /// Offsets in Unicode scalars; a block collection ends where the last thing in it ends.
    var start: Int
    var end: Int
    /// From 0.
    var column: Int
    var isFlow = false
    var isPlain = false
    var text = ""
    var children: [Int] = []
  }

  private(set) var nodes: [Node] = []

  /// Reads a text that is known to be a manifest; nil when it is no YAML.
  init?(_ bytes: [UInt8]) {
    guard var parser = LibYAMLParser(bytes) else { return nil }
    var (pool, stack): ([UInt8], [Int]) = ([], [])
    while let event = try? parser.next(appendingTextTo: &pool), event.kind != .streamEnd {
      switch event.kind {
      case .scalar:
        let text = String(decoding: pool[event.text], as: UTF8.self)
        add(
          Node(
            kind: .scalar, start: event.mark.index, end: event.end.index, column: event.mark.column, isPlain: event.isPlain,
            text: text), &stack)
      case .mappingStart, .sequenceStart:
        add(
          Node(
            kind: event.kind == .mappingStart ? .mapping : .sequence, start: event.mark.index, end: event.mark.index,
            column: event.mark.column, isFlow: event.isFlow), &stack)
        stack.append(nodes.count - 1)
      case .collectionEnd:
        guard let node = stack.popLast() else { return nil }
        nodes[node].end = nodes[node].isFlow ? event.end.index : end(of: node)
      default: continue
      }
    }
    guard !nodes.isEmpty, stack.isEmpty else { return nil }
  }

  /// The end of the last thing in a collection; an empty value has no place of its own.
  private func end(of collection: Int) -> Int {
    let last = nodes[collection].children.last { nodes[$0].kind != .scalar || nodes[$0].start < nodes[$0].end }
    return last.map { nodes[$0].end } ?? nodes[collection].start
  }

  private mutating func add(_ node: Node, _ stack: inout [Int]) {
    nodes.append(node)
    if let parent = stack.last { nodes[parent].children.append(nodes.count - 1) }
  }

  /// The key and the value of a mapping's entry.
  func entry(_ key: String, of mapping: Int) -> (key: Int, value: Int)? {
    guard nodes[mapping].kind == .mapping else { return nil }
    let children = nodes[mapping].children
    for index in stride(from: 0, to: children.count - 1, by: 2) where nodes[children[index]].text == key {
      return (children[index], children[index + 1])
    }
    return nil
  }

  /// The items of a sequence.
  func items(of sequence: Int) -> [Int] { nodes[sequence].kind == .sequence ? nodes[sequence].children : [] }
}
