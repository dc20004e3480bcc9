import SQL

/// The prepared statements of one connection, least recently used first to go.
///
/// A statement is prepared when it is used for the second time: what is sent once costs the server no memory. The cache itself sends
/// nothing; what it gives up is in ``stale`` until the connection has told the server.
struct StatementCache {
  /// How a statement is to be sent.
  enum Plan: Equatable {
    /// Without a name.
    case unnamed
    /// Prepared under this name first, with these types, in the same round trip.
    case prepare(name: String, types: [UInt32])
    /// Under the name that the server knows.
    case prepared(name: String)
  }

  private struct Node {
    var text: String
    /// Empty while the statement is only remembered.
    var name = ""
    var types: [UInt32] = []
    var isPreparable = true
    var quickness = Quickness()
    var newer = -1
    var older = -1
  }

  private let capacity: Int
  private let staleLimit: Int
  private var nodes: [Node] = []
  private var positions: [String: Int] = [:]
  private var newest = -1
  private var oldest = -1
  private var counter = 0
  /// Names that the server still keeps and that nobody uses any more.
  private(set) var stale: [String] = []

  init(capacity: Int) {
    self.capacity = max(0, capacity)
    staleLimit = max(8, capacity / 4)
  }

  /// True when enough is stale to be worth telling the server with any statement.
  var hasMuchStale: Bool { stale.count >= staleLimit / 2 }

  /// How many statements are remembered, prepared ones and others.
  var count: Int { positions.count }

  /// True when the statement that was used last is answered at once as a rule.
  var isQuick: Bool { newest >= 0 && nodes[newest].quickness.isExpected }

  /// Learns how long the statement that was used last has taken.
  mutating func noteAnswer(after elapsed: Duration) { if newest >= 0 { nodes[newest].quickness.note(elapsed) } }

  /// Decides how a statement is sent, and remembers its use.
  mutating func use(_ text: String, _ binds: [SQLValue]) -> Plan {
    guard capacity > 0 else { return .unnamed }
    // The statement that was used last is often the next one too, and found without a hash.
    guard let position = newest >= 0 && nodes[newest].text == text ? newest : positions[text] else {
      insert(text)
      return .unnamed
    }
    touch(position)
    guard nodes[position].isPreparable else { return .unnamed }
    if nodes[position].name.isEmpty { return stale.count < staleLimit ? preparation(binds) : .unnamed }
    switch fit(of: binds, to: nodes[position].types) {
    case .fits: return .prepared(name: nodes[position].name)
    case .conflicts: return .unnamed
    case .tellsMore:
      // The server chose a type when all it had was NULL; now there is a value, and it must be of the type that we say.
      guard stale.count < staleLimit else { return .unnamed }
      stale.append(nodes[position].name)
      nodes[position].name = ""
      return preparation(binds)
    }
  }

  /// The server has prepared a statement.
  mutating func markPrepared(_ text: String, name: String, types: [UInt32]) {
    guard let position = positions[text] else {
      stale.append(name)
      return
    }
    nodes[position].name = name
    nodes[position].types = types
  }

  /// A statement is never to be prepared: libpq cannot copy in a pipeline.
  mutating func refuse(_ text: String) {
    if let position = positions[text] { nodes[position].isPreparable = false }
  }

  /// The server does not have a statement any more, or it must be prepared anew.
  ///
  /// - Parameter isKnown: True when the server still keeps it.
  mutating func forget(_ text: String, isKnown: Bool) {
    guard let position = positions[text] else { return }
    if isKnown && !nodes[position].name.isEmpty { stale.append(nodes[position].name) }
    nodes[position].name = ""
  }

  /// The server has forgotten everything.
  ///
  /// Names are not used again.
  mutating func forgetAll() {
    nodes.removeAll()
    positions.removeAll()
    stale.removeAll()
    newest = -1
    oldest = -1
  }

  /// Takes the stale names, to tell the server.
  mutating func takeStale() -> [String] {
    defer { stale.removeAll() }
    return stale
  }

  private mutating func preparation(_ binds: [SQLValue]) -> Plan {
    counter += 1
    return .prepare(name: "t\(counter)", types: binds.map(BinaryEncoding.type(of:)))
  }

  private enum Fit { case fits, tellsMore, conflicts }

  private func fit(of binds: [SQLValue], to types: [UInt32]) -> Fit {
    guard binds.count == types.count else { return .conflicts }
    var fit = Fit.fits
    for (index, bind) in binds.enumerated() {
      let type = BinaryEncoding.type(of: bind)
      if type == types[index] || type == 0 { continue }
      if types[index] != 0 { return .conflicts }
      fit = .tellsMore
    }
    return fit
  }

  // MARK: - Order of use

  private mutating func insert(_ text: String) {
    let position: Int
    if nodes.count < capacity {
      position = nodes.count
      nodes.append(Node(text: text))
    } else {
      // While the server has not been told of the last ones, nothing is given up: the cache stays bounded there too.
      guard stale.count < staleLimit || nodes[oldest].name.isEmpty else { return }
      position = oldest
      unlink(position)
      if !nodes[position].name.isEmpty { stale.append(nodes[position].name) }
      positions[nodes[position].text] = nil
      nodes[position] = Node(text: text)
    }
    positions[text] = position
    linkNewest(position)
  }

  private mutating func touch(_ position: Int) {
    guard position != newest else { return }
    unlink(position)
    linkNewest(position)
  }

  private mutating func unlink(_ position: Int) {
    let (newer, older) = (nodes[position].newer, nodes[position].older)
    if newer >= 0 { nodes[newer].older = older } else { newest = older }
    if older >= 0 { nodes[older].newer = newer } else { oldest = newer }
  }

  private mutating func linkNewest(_ position: Int) {
    nodes[position].newer = -1
    nodes[position].older = newest
    if newest >= 0 { nodes[newest].newer = position } else { oldest = position }
    newest = position
  }
}
