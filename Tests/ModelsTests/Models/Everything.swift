// swift-format-ignore-file: AllPublicDeclarationsHaveDocumentation

public import Models

/// A property of each sort, and each option.
@Model("all_kinds", scope: .tenant, comment: "Everything")
public struct Everything {
  public enum Status: String, EnumColumn { case open, closed }

  public struct Preferences: JSONColumn {
    var theme = "dark"
  }

  @PrimaryKey(.natural) @Column("code", type: .varchar(12)) public var code: String
  public var small: Int16
  public var whole: Int32?
  public var ratio: Double
  public var price: Numeric
  @Column(default: false) public var flag: Bool
  @Column(default: 7, check: "counted > 0") public var counted: Int
  @Column(default: "none", collation: "C", comment: "Free text") public var note: String?
  @Column(index: true, default: .value(Status.open)) public var status: Status
  public var preferences: Preferences?
  public var labels: [String] = []
  public var stay: SQLRange<LocalDate>?
  public var host: NetworkAddress?
  public var bytes: [UInt8]?
  public var `default`: LocalTime?
  @Embedded public var billing: Address
  @Embedded(prefix: "") public var audit: Audit
  @Embedded public var shipping: Address?
  public var token: Secret
  @Column(secret: true) public var pin: String
  @Column(onSave: .version) public var revision: Int64
  @Column(generated: "length(code)") public private(set) var codeLength: Int64
  @Transient public var isSelected: Bool = false
  public static let example = "a constant of the type is no column"
  public var shout: String { code.uppercased() }
}

@ColumnGroup
public struct Address: Sendable, Hashable {
  public var street: String
  public var city: String
}

/// What every model has: a mixin is a group without a prefix.
@ColumnGroup
public struct Audit {
  @Column(default: .now) public var createdAt: Timestamp
  @Column(onSave: .touch) public var updatedAt: Timestamp
  @Embedded public var place: Address?
}

/// A table that exists already.
@Model("legacy", scope: .shared, kind: .existingTable, codable: false)
struct Legacy {
  @PrimaryKey(.identityAlways) @Column("ID") var number: Int64
  @Column("NAME") var name: String?
}
