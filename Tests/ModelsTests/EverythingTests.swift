import Foundation
import Models
import Testing

@Suite struct EverythingTests {
  static let values: [SQLValue] = [
    .text("x1"), .integer(3), .null, .double(0.5), .numeric(Numeric(12)), .bool(true), .integer(9), .null, .text("closed"),
    .json(#"{"theme":"light"}"#), .textArray(["a"]), .null, .null, .null, .null, .text("Main St"), .text("Rome"),
    .timestamp(Timestamp(microsecondsSinceEpoch: 1)), .timestamp(Timestamp(microsecondsSinceEpoch: 2)), .null, .null, .null,
    .null,
    .text("token"), .text("1234"), .integer(4), .integer(2),
  ]

  private func everything() throws -> Everything { try ExampleTests.row(Self.values) }

  @Test func `every kind of column is read and written back`() throws {
    let row = try everything()
    #expect(row.status == .closed)
    #expect(row.billing == Address(street: "Main St", city: "Rome"))
    #expect(row.shipping == nil)
    #expect(row.audit.updatedAt == Timestamp(microsecondsSinceEpoch: 2))
    #expect(row.token.reveal() == "token")
    #expect(row.codeLength == 2)
    #expect(!row.isSelected)
    var writer = ValueWriter()
    row.write(to: &writer)
    #expect(writer.values.count == Everything.columnCount)
    #expect(Everything.columnCount == Self.values.count)
  }

  @Test func `columns are named, typed and filled as the options say`() throws {
    let columns = Everything.descriptor.columns
    #expect(
      columns.map(\.name.text) == [
        "code", "small", "whole", "ratio", "price", "flag", "counted", "note", "status", "preferences", "labels", "stay", "host",
        "bytes",
        "default", "billing_street", "billing_city", "created_at", "updated_at", "place_street", "place_city", "shipping_street",
        "shipping_city", "token", "pin", "revision", "code_length",
      ])
    func column(_ name: String) throws -> ColumnDescriptor { try #require(columns.first { $0.name.text == name }) }
    #expect(try column("code").type == .varchar(12))
    #expect(try column("flag").source == .given(default: .value(.bool(false))))
    #expect(try column("counted").source == .given(default: .value(.integer(7))))
    #expect(try column("status").source == .given(default: .value(.text("open"))))
    #expect(try column("note").collation == Identifier(literal: "C"))
    #expect(try column("note").comment == "Free text")
    #expect(try column("revision").saveAction == .version)
    #expect(try column("updated_at").saveAction == .touch)
    #expect(try column("code_length").source == .generated("length(code)"))
    #expect(columns.filter(\.isSecret).map(\.name.text) == ["token", "pin"])
    #expect(columns.filter(\.isNullable).map(\.name.text).contains("shipping_city"))
    #expect(Everything.descriptor.checks == [CheckDescriptor("counted > 0")])
    #expect(Everything.descriptor.indexes == [IndexDescriptor(fields: [8])])
    #expect(Everything.descriptor.table.text == "all_kinds")
    #expect(Everything.descriptor.comment == "Everything")
  }

  @Test func `a group notes one change, and a transient property none`() throws {
    var row = try everything()
    row.billing.city = "Oslo"
    row.isSelected = true
    #expect(row.rowState.changes == [15])
    row.default = LocalTime("12:00:00")
    #expect(row.rowState.changes == [14, 15])
  }

  @Test func `a draft tells NULL from nothing`() {
    func draft(_ note: String??) -> Everything.Draft {
      Everything.Draft(
        code: "a", small: 1, ratio: 0, price: Numeric(1), note: note, billing: Address(street: "s", city: "c"),
        audit: Audit(createdAt: Timestamp(microsecondsSinceEpoch: 0), updatedAt: Timestamp(microsecondsSinceEpoch: 0)),
        token: Secret("t"), pin: "1")
    }
    #expect(!draft(nil).given.contains(7))
    #expect(draft(.some(nil)).given.contains(7))
    var writer = ValueWriter()
    draft(.some(nil)).write(field: 7, to: &writer)
    #expect(writer.values == [.null])
    #expect(draft(nil).labels == [])
  }

  @Test func `what is encoded has the columns without the secrets`() throws {
    let encoded = try JSONEncoder().encode(everything())
    let object = try #require(try JSONSerialization.jsonObject(with: encoded) as? [String: Any])
    #expect(object["code"] as? String == "x1")
    #expect(object["price"] as? String == "12")
    #expect((object["billing"] as? [String: Any])?["city"] as? String == "Rome")
    #expect(object["token"] == nil && object["pin"] == nil && object["rowState"] == nil && object["isSelected"] == nil)
  }

  @Test func `a model is decoded from its columns`() throws {
    let text = #"{"id":3,"title":"t","done":true,"project":4}"#
    let ticket = try JSONDecoder().decode(Ticket.self, from: Data(text.utf8))
    #expect(ticket == Ticket(id: 3, title: "t", done: true, project: Reference(key: 4)))
    #expect(try JSONDecoder().decode(Ticket.self, from: JSONEncoder().encode(ticket)) == ticket)
  }

  @Test func `a table that exists is described as one`() {
    #expect(Legacy.descriptor.kind == .existingTable)
    #expect(Legacy.descriptor.columns.map(\.name.text) == ["ID", "NAME"])
    #expect(Legacy.descriptor.columns[0].source == .identity(always: true))
    #expect(Legacy.Draft().given == [1])
  }
}
