public import ORM

/// Makes a struct a model: its stored properties become the columns of a table.
///
/// ```swift
/// @Model(scope: .tenant)                            // table "projects" in the schema of each tenant
/// struct Project {
///   @PrimaryKey var id: Int64                       // the database numbers the rows
///   @Column(unique: true) var slug: String
///   var title: String
///   var done: Bool = false                          // the default of drafts; the database knows none
///   @Column(default: .now) var createdAt: Timestamp // the default of the database
///   @BelongsTo(onDelete: .cascade) var owner: Reference<User>   // column owner_id
///   @HasMany var tickets: Related<Ticket>           // no column
///   #Index<Project>(\.done, \.createdAt)
/// }
/// ```
///
/// It writes the descriptor, the typed paths (`Columns`), the `Draft`, what reads and writes rows, an initialiser with all
/// properties, `==`, `hash` and `Codable`. Columns are named in snake case; a name of your own is the first argument of ``Column(_:type:unique:index:default:check:generated:stored:onSave:collation:secret:comment:)``.
///
/// - Parameters:
///   - table: The table's name; by default the type's, in snake case and in the plural.
///   - scope: Whether the rows are a tenant's or everybody's.
///   - kind: What stands behind the model: a table of ours, or one or a view that exists already.
///   - comment: What the catalog says about the table.
///   - codable: Whether `Codable` is written, which every column's type then has to be.
@attached(
  member, names: named(rowState), named(RowKey), named(init), named(Columns), named(Draft), named(CodingKeys), named(descriptor),
  named(rowKey), named(read), named(write), named(==), named(hash), named(encode))
@attached(memberAttribute)
@attached(extension, conformances: SharedModel, TenantModel, Codable)
public macro Model(
  _ table: String? = nil, scope: ModelScope, kind: ModelDescriptor.Kind = .table, comment: String? = nil, codable: Bool = true
) = #externalMacro(module: "ORMMacros", type: "ModelMacro")

/// Makes a struct a group of columns that models embed: an address, an amount with its currency, what every model has.
///
/// ```swift
/// @ColumnGroup struct Address { var street: String; var city: String }
/// @ColumnGroup struct Audit {
///   @Column(default: .now) var createdAt: Timestamp
///   @Column(onSave: .touch) var updatedAt: Timestamp
/// }
/// // in a model:
/// @Embedded var billing: Address                  // columns billing_street, billing_city
/// @Embedded(prefix: "") var audit: Audit          // columns created_at, updated_at
/// ```
@attached(member, names: named(init), named(Columns))
@attached(extension, conformances: ColumnGroup, Codable, names: named(fields), named(init), named(write))
public macro ColumnGroup() = #externalMacro(module: "ORMMacros", type: "ColumnGroupMacro")

/// Notes the changes of a stored property; `@Model` writes it.
@attached(accessor, names: named(didSet))
public macro _ChangeTracking(_ place: Int) = #externalMacro(module: "ORMMacros", type: "ChangeTrackingMacro")
