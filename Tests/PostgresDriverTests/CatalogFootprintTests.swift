import Testing

@testable import PostgresDriver

@Suite struct CatalogFootprintTests {
  @Test(arguments: [
    (["SELECT 1"], 1), (["SELECT 1", "SELECT 1"], 1), (["SELECT 1", "SELECT 2"], 2),
    ([#"SELECT * FROM "a"."t""#, #"SELECT 1 FROM "a"."t" WHERE id = 1"#], 1),
    ([#"SELECT * FROM "a"."t" JOIN "a"."u" USING (id)"#, #"DELETE FROM "b"."t""#], 3),
    ([#"."x"."#, #"".""#, #"""#, "", #"x".""#], 5),
  ])
  func `relations are counted once each`(texts: [String], count: Int) {
    var footprint = CatalogFootprint()
    for text in texts { footprint.note(text) }
    #expect(footprint.count == count)
  }
}
