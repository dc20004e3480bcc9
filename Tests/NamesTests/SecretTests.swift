import Names
import Testing

@Suite struct SecretTests {
  private struct Holder {
    var secret = Secret("canary-9d1c")
    var location = PostgresLocation(host: "db", database: "x", user: "u", password: Secret("canary-9d1c"))
    var optional: Secret? = Secret("canary-9d1c")
  }

  @Test func `nothing prints a secret`() {
    let holder = Holder()
    var dumped = ""
    dump(holder, to: &dumped)
    let all = [
      dumped, "\(holder)", String(reflecting: holder), String(describing: holder.secret), holder.secret.debugDescription,
      "\(Mirror(reflecting: holder.secret).children.map { "\($0)" })", "\(holder.location)",
      "\(DatabaseLocation.postgres(holder.location))",
      holder.location.physicalIdentity, "\([holder.secret: 1])", "\(Mirror(reflecting: holder).children.map { "\($0.value)" })",
    ]
    for text in all { #expect(!text.contains("canary"), "\(text)") }
    #expect(holder.secret.reveal() == "canary-9d1c")
  }
}
