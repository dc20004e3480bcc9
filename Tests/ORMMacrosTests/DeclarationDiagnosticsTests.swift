import Testing

@testable import ORMMacros

/// A model with something in it, as the macro reads it.
func model(_ body: String, scope: String = "scope: .tenant") -> String {
  "@Model(\(scope))\nstruct Thing {\n  @PrimaryKey var id: Int64\n  \(body)\n}"
}

/// What is reported about one property of a model, and how each fix writes it.
struct Finding: Equatable {
  var message: String
  var fixes: [String] = []

  /// The findings about what stands on line 4 of ``model(_:scope:)``.
  static func of(_ body: String) -> [Finding] {
    Diagnosis.of(model(body)).map { diagnosis in
      Finding(
        message: diagnosis.message,
        fixes: diagnosis.fixed.map { source in
          source.split(separator: "\n").dropFirst(3).dropLast().map { $0.trimmingPrefix(while: \.isWhitespace) }.joined(
            separator: "\n")
        })
    }
  }
}

@Suite struct DeclarationDiagnosticsTests {
  @Test func `a class is told to be a struct`() {
    #expect(
      Diagnosis.of("@Model(scope: .tenant)\nfinal class Thing {\n  @PrimaryKey var id: Int64\n}") == [
        Diagnosis(
          line: 2, column: 7, message: "A row is a value: @Model needs a struct, and this is a class.",
          fixed: ["@Model(scope: .tenant)\nfinal struct Thing {\n  @PrimaryKey var id: Int64\n}"])
      ])
  }

  @Test(arguments: [("enum", "an enum"), ("actor", "an actor")])
  func `nothing but a struct is a model or a group`(keyword: String, text: String) {
    #expect(
      Diagnosis.of("@ColumnGroup\n\(keyword) Thing {}").map(\.message) == [
        "A row is a value: @ColumnGroup needs a struct, and this is \(text)."
      ])
  }

  @Test func `a model is not generic`() {
    #expect(
      Diagnosis.of("@Model(scope: .tenant)\nstruct Thing<A> { @PrimaryKey var id: Int64 }").map(\.message) == [
        "A model has one table, so it cannot be generic."
      ])
  }

  @Test func `a scope is one of two, as it stands`() {
    #expect(
      Diagnosis.of("@Model\nstruct Thing { @PrimaryKey var id: Int64 }").map(\.message) == [
        "Say whose rows these are: scope: .tenant or scope: .shared."
      ])
    let unknown = Diagnosis.of("@Model(scope: .everyone)\nstruct Thing { @PrimaryKey var id: Int64 }")
    #expect(
      unknown == [
        Diagnosis(
          line: 1, column: 15, message: "A scope is part of the type: write .tenant or .shared here, as it stands.",
          fixed: [
            "@Model(scope: .tenant)\nstruct Thing { @PrimaryKey var id: Int64 }",
            "@Model(scope: .shared)\nstruct Thing { @PrimaryKey var id: Int64 }",
          ])
      ])
  }

  @Test func `a model has a primary key`() {
    #expect(
      Diagnosis.of("@Model(scope: .tenant)\nstruct Thing {\n  var title: String\n}") == [
        Diagnosis(
          line: 2, column: 8,
          message: "Thing has no primary key. Mark a property with @PrimaryKey; several make a composite key.",
          fixed: ["@Model(scope: .tenant)\nstruct Thing {\n  @PrimaryKey var id: Int64\n  var title: String\n}"])
      ])
    #expect(
      Diagnosis.of("@Model(scope: .tenant)\nstruct Thing {\n  var id: Int64\n}").flatMap(\.fixed) == [
        "@Model(scope: .tenant)\nstruct Thing {\n  @PrimaryKey var id: Int64\n}"
      ])
  }

  @Test func `two keys that are keys by themselves are reported, and a composite key is none`() {
    #expect(Finding.of("@PrimaryKey var line: Int32") == [])
    #expect(
      Finding.of("@PrimaryKey(.identity) var number: Int64") == [
        Finding(
          message:
            "\"number\" would be a primary key by itself (.identity), and another property is marked too. The values of a composite key are all given: mark one property, or write @PrimaryKey.",
          fixes: ["var number: Int64"])
      ])
  }

  @Test(arguments: [
    (#"@Model("", scope: .tenant)"#, "The name of a table cannot be empty."),
    (
      #"@Model("\(name)", scope: .tenant)"#,
      "The name of a table is read when this is compiled: write a text in quotation marks here."
    ),
    (#"@Model(scope: .tenant, codable: flag)"#, "codable: is read when this is compiled: write true or false here."),
  ])
  func `what decides what is generated is written as it stands`(attribute: String, message: String) {
    #expect(Diagnosis.of("\(attribute)\nstruct Thing { @PrimaryKey var id: Int64 }").map(\.message) == [message])
  }

  @Test func `a name that PostgreSQL would cut is reported`() {
    let name = String(repeating: "n", count: 64)
    let message = "\"\(name)\" has 64 bytes; PostgreSQL cuts names after 63. Give the column a shorter one."
    #expect(Finding.of("@Column(\"\(name)\") var a: Int64").map(\.message) == [message])
    #expect(Finding.of("var \(name): Int64").map(\.message) == [message])
  }

  @Test func `two properties are not one column`() {
    #expect(
      Finding.of("@Column(\"a\") var first: Int64\n  var a: Int64").map(\.message) == [
        "\"first\" and \"a\" would both be the column \"a\". Give one of them another name."
      ])
    #expect(
      Finding.of("@BelongsTo var owner: Reference<User>\n  var ownerID: Int64").map(\.message) == [
        "\"owner\" and \"ownerID\" would both be the column \"owner_id\". Give one of them another name."
      ])
  }

  @Test func `a group has columns only`() {
    #expect(
      Diagnosis.of("@ColumnGroup\nstruct Thing {\n  @PrimaryKey var id: Int64\n  @HasMany var things: Related<Thing>\n}").map(
        \.message) == [
          "A column group has no key: the model that embeds it has.",
          "A column group has columns only: declare relations in the model.",
        ])
    #expect(
      Diagnosis.of("@ColumnGroup\nstruct Thing {\n}").map(\.message) == ["A column group needs at least one stored property."])
  }
}
