import Database
import SQL

/// The references whose rows are read in the same statement, as a tree.
struct JoinTree: Sendable {
  struct Node: Sendable {
    let step: RelationStep
    let path: TablePath
    var children: JoinTree
  }

  private(set) var nodes: [Node] = []

  init(_ paths: [TablePath]) {
    for path in paths { insert(path.steps[...], after: TablePath()) }
  }

  private mutating func insert(_ steps: ArraySlice<RelationStep>, after parent: TablePath) {
    guard let step = steps.first else { return }
    let path = parent.appending(step)
    let index = nodes.firstIndex { $0.step == step } ?? nodes.endIndex
    if index == nodes.endIndex { nodes.append(Node(step: step, path: path, children: JoinTree([]))) }
    nodes[index].children.insert(steps.dropFirst(), after: path)
  }

  /// Adds the columns of the joined tables, and says how their rows are kept.
  func loaders<Row: Model>(for row: Row.Type, columns: inout [SQLFragment], aliases: inout TableAliases) throws(ORMError)
    -> [JoinLoader<Row>]
  {
    var loaders: [JoinLoader<Row>] = []
    for node in nodes {
      let alias = aliases.alias(of: node.path)
      let offset = columns.count
      columns += node.step.target.descriptor.columns.map { "\(raw: alias).\($0.name)" }
      guard let loader = try node.step.loader(for: row, at: offset, node.children, columns: &columns, aliases: &aliases) else {
        throw ORMError(.unsupported, "selectRelated goes along references only. Use prefetch for \(node.step.property).")
      }
      loaders.append(loader)
    }
    return loaders
  }
}

/// How a joined row is read and kept in the reference that leads to it.
struct JoinLoader<Owner: Model>: Sendable {
  let load: @Sendable (inout Owner, Row, RowOrigins) throws -> Void
}

extension ReferenceStep {
  /// Reads a row of the target at a position, with the rows that are joined to it.
  func joinLoader(at offset: Int, _ inner: [JoinLoader<Target>]) -> JoinLoader<Owner> {
    let setLoaded = setLoaded
    return JoinLoader { owner, row, origins in
      var reader = RowReader(row, at: offset, origin: try origins.origin(of: Target.scope))
      guard try !reader.isNull(columns: Target.columnCount) else { return }
      var target = try Target(from: &reader)
      for loader in inner { try loader.load(&target, row, origins) }
      // To load is not to change.
      let state = owner.rowState
      setLoaded(&owner, target)
      owner.rowState = state
    }
  }
}
