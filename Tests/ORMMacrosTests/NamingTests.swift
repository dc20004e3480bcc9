import Testing

@testable import ORMMacros

@Suite struct NamingTests {
  @Test(arguments: [
    ("title", "title"), ("createdAt", "created_at"), ("HTTPRequest", "http_request"), ("userID", "user_id"),
    ("userIDs", "user_ids"),
    ("address2", "address2"), ("line2Text", "line2_text"), ("already_snake", "already_snake"), ("ProjectTag", "project_tag"),
    ("A", "a"), ("aB", "a_b"), ("URL", "url"), ("Größe", "größe"),
  ])
  func `a name of Swift becomes a name in snake case`(name: String, expected: String) {
    #expect(Naming.snakeCase(name) == expected)
  }

  @Test(arguments: [
    ("Project", "projects"), ("Category", "categories"), ("Day", "days"), ("Address", "addresses"), ("Box", "boxes"),
    ("Branch", "branches"), ("Dish", "dishes"), ("ProjectTag", "project_tags"), ("HTTPRequest", "http_requests"),
    ("Quiz", "quizes"),
  ])
  func `a model's table is its name in the plural`(model: String, table: String) {
    #expect(Naming.table(of: model) == table)
  }
}
