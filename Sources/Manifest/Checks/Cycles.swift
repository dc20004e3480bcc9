/// Cycles among names of which each leads to one other at most.
enum Cycles {
  /// For every cycle the edge that closes it: the last of its edges in the order given.
  ///
  /// - Returns: The node of that edge, and the cycle as "a → b → a", at most eight names of it.
  static func closingEdges(_ edges: [(from: String, to: String, node: Int)]) -> [(node: Int, path: String)] {
    var edgeOf: [String: Int] = [:]
    for (offset, edge) in edges.enumerated() where edgeOf[edge.from] == nil { edgeOf[edge.from] = offset }
    // The walk that visited an edge first; each edge is walked once.
    var walkOf = [Int](repeating: -1, count: edges.count)
    var result: [(node: Int, path: String)] = []
    for start in edges.indices where walkOf[start] < 0 {
      var current = start
      while walkOf[current] < 0 {
        walkOf[current] = start
        guard let next = edgeOf[edges[current].to] else { break }
        current = next
        guard walkOf[current] == start else { continue }
        result.append(describe(cycleThrough: current, edges, edgeOf))
        break
      }
    }
    return result
  }

  private static func describe(
    cycleThrough start: Int, _ edges: [(from: String, to: String, node: Int)], _ edgeOf: [String: Int]
  ) -> (node: Int, path: String) {
    var members = [start]
    while let next = edgeOf[edges[members[members.count - 1]].to], next != start { members.append(next) }
    let last = members.max() ?? start
    let first = edges[last].to
    var names = [first]
    var current = edgeOf[first]
    while let edge = current, edges[edge].to != first {
      names.append(edges[edge].to)
      current = edgeOf[edges[edge].to]
    }
    names.append(first)
    let shown = names.count > 8 ? Array(names.prefix(7)) + ["…", first] : names
    return (edges[last].node, shown.joined(separator: " → "))
  }
}
