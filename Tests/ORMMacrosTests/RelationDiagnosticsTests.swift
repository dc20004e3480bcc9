import Testing

@testable import ORMMacros

@Suite struct RelationDiagnosticsTests {
  @Test(arguments: [
    (
      "@BelongsTo var owner: User", "@BelongsTo needs \"owner\" to be a Reference<User>.", "@BelongsTo var owner: Reference<User>"
    ),
    (
      "@BelongsTo var owner: User?", "@BelongsTo needs \"owner\" to be a Reference<User>.",
      "@BelongsTo var owner: Reference<User>?"
    ),
    ("@HasMany var items: [Item]", "@HasMany needs \"items\" to be a Related<Item>.", "@HasMany var items: Related<Item>"),
    (
      "@HasMany var items: Reference<Item>", "@HasMany needs \"items\" to be a Related<Item>.",
      "@HasMany var items: Related<Item>"
    ),
    ("@HasOne var item: Related<Item>", "@HasOne needs \"item\" to be a RelatedOne<Item>.", "@HasOne var item: RelatedOne<Item>"),
  ])
  func `a relation has the type of one`(source: String, message: String, fixed: String) {
    #expect(Finding.of(source) == [Finding(message: message, fixes: [fixed])])
  }

  @Test func `a relation that is not loaded is empty and not nil`() {
    #expect(
      Finding.of("@HasMany var items: Related<Item>?") == [
        Finding(
          message: "\"items\" is there before it is loaded, with nothing in it: write its type without ?.",
          fixes: ["@HasMany var items: Related<Item>"])
      ])
  }

  @Test(arguments: [
    (
      "var owner: Reference<User>", "\"owner\" is a reference: say so with @BelongsTo, and what happens when the other row goes.",
      "@BelongsTo var owner: Reference<User>"
    ),
    (
      "var items: Related<Item>",
      "\"items\" has no column here: say how its rows are found, with @HasMany or @ManyToMany(through:).",
      "@HasMany var items: Related<Item>"
    ),
    (
      "var item: RelatedOne<Item>", "\"item\" has no column here: say how its row is found, with @HasOne.",
      "@HasOne var item: RelatedOne<Item>"
    ),
  ])
  func `a relation says which it is`(source: String, message: String, fixed: String) {
    #expect(Finding.of(source) == [Finding(message: message, fixes: [fixed])])
  }

  @Test func `what cannot be NULL is not set to it`() {
    #expect(
      Finding.of("@BelongsTo(onDelete: .setNull) var owner: Reference<User>") == [
        Finding(
          message: "\"owner\" cannot become NULL (.setNull): make it optional, or choose another action.",
          fixes: ["@BelongsTo(onDelete: .setNull) var owner: Reference<User>?"])
      ])
    #expect(Finding.of("@BelongsTo(onDelete: .setNull) var owner: Reference<User>?") == [])
  }

  @Test func `a key that is a reference takes the other row's key`() {
    #expect(
      Finding.of("@PrimaryKey(.uuid) @BelongsTo var owner: Reference<User>").first
        == Finding(
          message: "\"owner\" takes the key of the row that it refers to: write @PrimaryKey.",
          fixes: ["@PrimaryKey @BelongsTo var owner: Reference<User>"]))
  }

  @Test func `a many-to-many relation says what stands between`() {
    #expect(
      Finding.of("@ManyToMany var tags: Related<Tag>").map(\.message) == [
        "Say which model stands between: @ManyToMany(through: LinkModel.self)."
      ])
  }

  @Test(arguments: [
    ("#Index<Thing>(\\.all)", "\"all\" has no column in this table."),
    ("#Unique<Thing>(\\.owner.email)", "#Unique names properties of this model, such as \\.title, one step deep."),
    ("#Index<Thing>(name: \"x\")", "#Index needs at least one property."),
    ("#Index<Thing>(paths)", "#Index names properties of this model, such as \\.title, one step deep."),
  ])
  func `rules in the body name columns of the model`(rule: String, message: String) {
    #expect(Finding.of("@HasMany var all: Related<Thing>\n  \(rule)").map(\.message) == [message])
  }
}
