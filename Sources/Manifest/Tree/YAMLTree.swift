/// The manifest as nodes with exact positions, flat in one array: a node's children follow it, and ``Node/end`` leads past them.
struct YAMLTree {
  enum Kind: UInt8 {
    case scalar, mapping, sequence
    /// An alias, or a text with refused characters. It has been reported; whatever reads it stays silent.
    case refused
  }

  struct Node {
    var kind: Kind
    var isPlain: Bool
    /// From 1.
    var line: UInt32
    /// From 1, in Unicode scalars.
    var column: UInt32
    var textStart: UInt32 = 0
    var textLength: UInt32 = 0
    /// The index behind the node's last descendant.
    var end: UInt32
  }

  var nodes: [Node] = []
  /// The texts of all scalars, one after the other.
  var pool: [UInt8] = []
  /// Collections that were not closed when reading stopped: what they lack may have followed.
  var open: Set<Int> = []
  /// True when reading stopped before the end of the document.
  var isTruncated = false

  /// The text of a scalar, with its escapes resolved.
  func text(_ node: Int) -> String {
    let start = Int(nodes[node].textStart)
    return String(decoding: pool[start..<(start + Int(nodes[node].textLength))], as: UTF8.self)
  }

  /// True for what counts as missing: empty, `~` and `null`, without quotes.
  func isNull(_ node: Int) -> Bool {
    let value = nodes[node]
    guard value.kind == .scalar, value.isPlain, value.textLength <= 4 else { return false }
    let start = Int(value.textStart)
    let bytes = pool[start..<(start + Int(value.textLength))]
    return bytes.isEmpty || bytes.elementsEqual("~".utf8) || bytes.elementsEqual("null".utf8)
  }

  /// The children of a collection.
  func children(of node: Int) -> Children { Children(tree: self, cursor: node + 1, end: Int(nodes[node].end)) }

  /// The pairs of a mapping.
  ///
  /// A key whose value never came, because reading stopped, is left out.
  func pairs(of node: Int) -> Pairs { Pairs(children: children(of: node)) }

  struct Children: Sequence, IteratorProtocol {
    fileprivate let tree: YAMLTree
    fileprivate var cursor: Int
    fileprivate let end: Int

    mutating func next() -> Int? {
      guard cursor < end else { return nil }
      defer { cursor = Int(tree.nodes[cursor].end) }
      return cursor
    }
  }

  struct Pairs: Sequence, IteratorProtocol {
    fileprivate var children: Children

    mutating func next() -> (key: Int, value: Int)? {
      guard let key = children.next(), let value = children.next() else { return nil }
      return (key, value)
    }
  }
}
