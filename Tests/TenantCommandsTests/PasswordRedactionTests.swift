import Testing

@testable import TenantCommands

@Suite struct PasswordRedactionTests {
  @Test(arguments: [
    ("postgres://app:hunter2@db/main", "postgres://app:***@db/main"),
    ("'postgres://app:hunter2@db/main'.", "'postgres://app:***@db/main'."),
    ("postgres://app:hun/t@er2@db:5432/main?x=1", "postgres://app:***@db:5432/main?x=1"),
    ("postgres://app:a:b@db", "postgres://app:***@db"), ("postgres://:hunter2@db", "postgres://:***@db"),
    ("postgres://app:hunter2@a and redis://x:hunter2@b", "postgres://app:***@a and redis://x:***@b"),
    ("postgres://db/main?user=app&password=hunter2&sslmode=disable", "postgres://db/main?user=app&password=***&sslmode=disable"),
    ("host=db password=hunter2 user=app", "host=db password=*** user=app"),
    ("host=db PASSWORD='hunter 2' user=app", "host=db PASSWORD='***' user=app"), ("sslpassword=hunter2", "sslpassword=***"),
    ("api_token=hunter2", "api_token=***"), ("password='hunter2", "password='***"),
  ]) func `passwords are masked`(text: String, masked: String) { #expect(text.redactingPasswords == masked) }

  @Test(arguments: [
    "", "nothing here", "postgres://app@db/main", "postgres://db:5432/main", "a=b", "password=", "password = x", "me@example.com",
    "://", "=", "x://@", "日本=語 @ é",
  ]) func `other text stays as it is`(text: String) { #expect(text.redactingPasswords == text) }
}
