public import SQL

/// A stored property of a model, and the columns that it takes.
public struct FieldDescriptor: Sendable {
  /// The property's name.
  public var property: String
  /// Its columns, in the order in which they are read and written.
  public var columns: [ColumnDescriptor]
  /// What it refers to, when it is a foreign key.
  public var reference: ReferenceDescriptor?

  init(_ property: String, columns: [ColumnDescriptor], reference: ReferenceDescriptor? = nil) {
    self.property = property
    self.columns = columns
    self.reference = reference
  }

  /// A property with one column.
  public static func column(_ property: String, _ column: ColumnDescriptor) -> FieldDescriptor {
    FieldDescriptor(property, columns: [column])
  }

  /// A property of the type ``Reference``: a foreign key.
  ///
  /// - Parameters:
  ///   - names: The names of its columns; by default the property's name in snake case, and what the target's key gives.
  ///   - prefix: What stands before the key's suffix where no names are given.
  public static func reference<Target: Model>(
    _ property: String, to target: Target.Type, prefix: String, names: [Identifier]? = nil, isNullable: Bool = false,
    comment: String? = nil, _ reference: ReferenceDescriptor.Rules = ReferenceDescriptor.Rules()
  ) -> FieldDescriptor {
    let key = Target.RowKey.keyColumns
    let columns = key.enumerated().map { index, column in
      ColumnDescriptor(
        names?[index] ?? Identifier(checking: "\(prefix)_\(column.suffix)"), column.type, isNullable: isNullable, comment: comment
      )
    }
    return FieldDescriptor(property, columns: columns, reference: ReferenceDescriptor(target: target, rules: reference))
  }

  /// A group of columns.
  ///
  /// - Parameter prefix: What stands before the names of its columns.
  public static func group<Group: ColumnGroup>(
    _ property: String, of type: Group.Type, prefix: String, isNullable: Bool = false
  ) -> FieldDescriptor {
    let columns = Group.fields.flatMap(\.columns).map { column in
      var column = column
      column.name = Identifier(checking: prefix + column.name.text)
      if isNullable { column.isNullable = true }
      return column
    }
    return FieldDescriptor(property, columns: columns)
  }
}

/// What a foreign key refers to.
public struct ReferenceDescriptor: Sendable {
  /// What happens to a row when the one that it refers to goes, or changes its key.
  public enum Action: Sendable, Hashable {
    /// It is refused, at the end of the statement or of the transaction.
    case noAction
    /// It is refused at once.
    case restrict
    /// The row goes, or changes, too.
    case cascade
    /// The reference becomes NULL.
    case setNull
    /// The reference becomes its default.
    case setDefault
  }

  /// The rules of a foreign key.
  public struct Rules: Sendable, Hashable {
    /// When the other row is deleted.
    public var onDelete: Action
    /// When the other row's key changes.
    public var onUpdate: Action
    /// Whether the database checks it.
    public var isConstraint: Bool
    /// Whether it is checked at the end of the transaction and not of the statement.
    public var isDeferred: Bool
    /// The property on the other side that holds these rows, where there are several candidates.
    public var inverse: String?
    /// The constraint's name; one is made of table and columns where none is given.
    public var name: Identifier?

    /// Makes rules.
    public init(
      onDelete: Action = .restrict, onUpdate: Action = .cascade, isConstraint: Bool = true, isDeferred: Bool = false,
      inverse: String? = nil, name: Identifier? = nil
    ) {
      self.name = name
      self.onDelete = onDelete
      self.onUpdate = onUpdate
      self.isConstraint = isConstraint
      self.isDeferred = isDeferred
      self.inverse = inverse
    }
  }

  /// The model that is referred to, by its primary key.
  public var target: any Model.Type
  /// The rules.
  public var rules: Rules
}

extension Identifier {
  /// A name that was put together of pieces of the source code.
  init(checking text: String) {
    do { self = try Identifier(text) } catch { preconditionFailure(error.message) }
  }
}
