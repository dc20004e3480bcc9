import Testing

@testable import ORMMacros

@Suite struct PropertyDiagnosticsTests {
  @Test(arguments: [
    ("var done = false", "done", "var done: Bool = false"), ("var count = 0", "count", "var count: Int = 0"),
    ("var ratio = 0.5", "ratio", "var ratio: Double = 0.5"), ("var name = \"\"", "name", "var name: String = \"\""),
    ("var made = Thing()", "made", "var made: <#Type#> = Thing()"),
  ])
  func `a type is written down`(source: String, name: String, fixed: String) {
    #expect(
      Finding.of(source) == [
        Finding(
          message: "\"\(name)\" needs its type written down: a macro sees what is written and not what is inferred.",
          fixes: [fixed])
      ])
  }

  @Test func `a column is a variable`() {
    #expect(
      Finding.of("let title: String") == [
        Finding(
          message: "\"title\" cannot be read from a row: write var. To keep others from changing it, write private(set) var.",
          fixes: ["var title: String"])
      ])
    #expect(Finding.of("private(set) var title: String") == [])
  }

  @Test func `each property has a declaration of its own`() {
    #expect(
      Finding.of("var a: Int64, b: Int64").map(\.message) == [
        "\"a\" and what follows need declarations of their own, one property each."
      ])
    #expect(Finding.of("var (a, b): (Int64, Int64)").map(\.message) == ["A stored property of a model is one name with a type."])
  }

  @Test func `a computed property has no column`() {
    #expect(
      Finding.of("@Column(unique: true) var shout: String { title.uppercased() }") == [
        Finding(
          message:
            "\"shout\" is computed here and has no column: remove @Column. A column that the database computes is stored: @Column(generated: \"…\") var shout.",
          fixes: ["var shout: String { title.uppercased() }"])
      ])
    #expect(Finding.of("var shout: String { title.uppercased() }") == [])
  }

  @Test func `a property of the type has no column`() {
    #expect(
      Finding.of("@Column static var limit: Int64 = 3") == [
        Finding(
          message: "\"limit\" belongs to the type and not to a row: remove @Column.", fixes: ["static var limit: Int64 = 3"])
      ])
    #expect(Finding.of("static let limit = 3") == [])
  }

  @Test func `a column is neither lazy nor observed nor private`() {
    #expect(
      Finding.of("lazy var title: String = \"\"") == [
        Finding(message: "\"title\" is read from a row and cannot be lazy.", fixes: ["var title: String = \"\""])
      ])
    #expect(
      Finding.of("private var title: String") == [
        Finding(
          message: "\"title\" is a column, which drafts and queries name: it cannot be private. private(set) is fine.",
          fixes: ["var title: String"])
      ])
    #expect(
      Finding.of("var title: String { didSet { print(title) } }").map(\.message) == [
        "\"title\" has observers, and those are what notes its changes: observe in a hook of the model, or in a method."
      ])
  }

  @Test func `a column is NULL or it is not`() {
    #expect(
      Finding.of("var title: String!") == [
        Finding(message: "\"title\" is NULL or it is not: write ? for a column that may be NULL.", fixes: ["var title: String?"])
      ])
  }

  @Test func `names that every model has are taken`() {
    #expect(
      Finding.of("var origin: String").map(\.message) == [
        "\"origin\" is a name that every model has already. Name the property otherwise and the column with @Column(\"origin\")."
      ])
  }

  @Test func `attributes that exclude each other are reported`() {
    #expect(
      Finding.of("@Column @Column var a: Int64") == [
        Finding(message: "@Column stands here twice.", fixes: ["@Column var a: Int64"])
      ])
    #expect(
      Finding.of("@Column @HasMany var a: Related<Thing>") == [
        Finding(message: "@Column and @HasMany exclude each other.", fixes: ["@Column var a: Related<Thing>"])
      ])
    #expect(
      Finding.of("@PrimaryKey @Embedded var a: Address").map(\.message) == [
        "\"a\" is a group of columns. A composite key is several properties with @PrimaryKey."
      ])
    #expect(
      Finding.of("@PrimaryKey @Transient var a: Int64 = 0").map(\.message) == ["@PrimaryKey and @Transient exclude each other."])
  }

  @Test func `a default stands on one side`() {
    #expect(
      Finding.of("@Column(default: false) var done: Bool = false") == [
        Finding(
          message:
            "\"done\" has a default in the database (default:) and an initial value here, which would always be written. Keep one.",
          fixes: ["@Column(default: false) var done: Bool"])
      ])
    #expect(Finding.of("var done: Bool = false") == [])
  }

  @Test(arguments: [
    ("@PrimaryKey var number: Int64 = 0", "number", "is the key of a row", "@PrimaryKey var number: Int64"),
    (
      "@Column(onSave: .touch) var at: Timestamp = .now", "at", "is written whenever its row is saved",
      "@Column(onSave: .touch) var at: Timestamp"
    ),
    (
      "@Column(generated: \"1\") var one: Int64 = 1", "one", "is computed by the database",
      "@Column(generated: \"1\") var one: Int64"
    ),
    ("@HasMany var all: Related<Thing> = Related()", "all", "is empty until it is loaded", "@HasMany var all: Related<Thing>"),
    ("@BelongsTo var one: Reference<Thing> = x", "one", "refers to a row", "@BelongsTo var one: Reference<Thing>"),
  ])
  func `what is filled in has no initial value`(source: String, name: String, reason: String, fixed: String) {
    #expect(
      Finding.of(source) == [Finding(message: "\"\(name)\" \(reason), so it cannot have an initial value.", fixes: [fixed])])
  }

  @Test func `a transient property has a value to begin with`() {
    #expect(
      Finding.of("@Transient var cached: Int64").map(\.message) == [
        "\"cached\" is no column, so every row read begins with its initial value: give it one."
      ])
    #expect(Finding.of("@Transient private var cached: Int64?") == [])
  }

  @Test func `what the database computes is given nothing`() {
    #expect(
      Finding.of("@Column(default: 1, generated: \"1\") var one: Int64") == [
        Finding(
          message: "The database computes \"one\" (generated:), so default: has no meaning for it.",
          fixes: ["@Column(generated: \"1\") var one: Int64"])
      ])
    #expect(
      Finding.of("@Column(default: .now, onSave: .touch) var at: Timestamp") == [
        Finding(
          message: "\"at\" is the moment of the last save (onSave: .touch), so default: has no meaning for it.",
          fixes: ["@Column(onSave: .touch) var at: Timestamp"])
      ])
  }

  @Test func `a key is never NULL`() {
    #expect(
      Finding.of("@PrimaryKey var number: Int64?") == [
        Finding(message: "\"number\" is part of the primary key and cannot be NULL.", fixes: ["@PrimaryKey var number: Int64"])
      ])
  }
}
