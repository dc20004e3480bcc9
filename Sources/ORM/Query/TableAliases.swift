import SQL

/// The tables of a statement and their aliases: `t0` is the one that it is about, the others follow as they are named.
struct TableAliases {
  private let root: any Model.Type
  private var joined: [TablePath] = []
  /// True when a tenant's table is among them.
  private(set) var usesTenant: Bool

  init(_ root: any Model.Type) {
    self.root = root
    usesTenant = root.scope == .tenant
  }

  /// True when there are other tables than the one that it is about.
  var hasJoins: Bool { !joined.isEmpty }

  /// A table's alias; a new one is joined, with those on the way to it.
  mutating func alias(of path: TablePath) -> String {
    guard let step = path.steps.last else { return "t0" }
    if let index = joined.firstIndex(of: path) { return "t\(index + 1)" }
    _ = alias(of: path.parent)
    joined.append(path)
    if step.target.scope == .tenant { usesTenant = true }
    return "t\(joined.count)"
  }

  /// The SQL of a piece of a query.
  mutating func sql(_ fragment: QueryFragment) -> SQLFragment {
    var result = SQLFragment()
    for piece in fragment.pieces {
      switch piece {
      case .sql(let sql):
        if sql.namesTenantTables { usesTenant = true }
        result.append(sql)
      case .row: break
      case .column(let path, let column): result.append("\(raw: alias(of: path)).\(column)")
      }
    }
    return result
  }

  /// `FROM` with its joins: called when everything else was written.
  mutating func from() -> SQLFragment {
    var result: SQLFragment = " FROM \(root.tableReference) AS t0"
    for path in joined {
      guard let step = path.steps.last else { continue }
      let (owner, own) = (alias(of: path.parent), alias(of: path))
      let target = step.target
      let foreign = step.owner.descriptor.fields.first { $0.property == step.property }?.columns ?? []
      let conditions = zip(foreign, target.descriptor.keyColumns).map { column, key -> SQLFragment in
        "\(raw: own).\(key.name) = \(raw: owner).\(column.name)"
      }
      result.append(" LEFT JOIN \(target.tableReference) AS \(raw: own) ON \(conditions.joined(separator: " AND "))")
    }
    return result
  }
}

extension TablePath {
  /// The table before the last relation.
  var parent: TablePath { steps.dropLast().reduce(TablePath()) { $0.appending($1) } }
}
