import Names
import ORM
import TenantryTestSupport
import Testing

/// What is sent, word by word, where it matters.
@Suite(.requiresPostgres, .timeLimit(.minutes(2))) struct StatementTests {
  @Test(arguments: Engine.allCases) func `T22 the statement of a save names the changed column and the key`(engine: Engine)
    async throws
  {
    let log = StatementLog()
    try await withRegistry(engine, logger: log.logger) { _ in
      let user = try await makeUser()
      let sent = try await log.statements {
        var user = user
        user.name = "Ada Lovelace"
        try await user.save()
        try await user.save()
      }
      let schema = engine == .postgres ? "public" : "main"
      let mark = engine == .postgres ? "$" : "?"
      #expect(sent == [#"UPDATE "\#(schema)"."users" SET "name" = \#(mark)1 WHERE "id" = \#(mark)2"#])
    }
  }

  @Test(arguments: Engine.allCases) func `a prefetch is one statement for each relation`(engine: Engine) async throws {
    let log = StatementLog()
    try await withRegistry(engine, logger: log.logger) { _ in
      let ada = try await makeUser()
      try await withSchema(acme) {
        let projects = try await Project.query.createAll(
          (1...50).map { .init(slug: "p\($0)", title: "P", owner: Reference(ada)) })
        _ = try await Ticket.query.createAll(
          projects.flatMap { project in (1...10).map { Ticket.Draft(title: "t\($0)", project: Reference(project)) } })
        let sent = try await log.statements {
          try await withSchema(acme) {
            let read = try await Project.query.prefetch { $0.tickets }.prefetch { $0.tags }.all()
            #expect(try read.allSatisfy { try $0.tickets.loaded().count == 10 && $0.tags.loaded().isEmpty })
          }
        }
        #expect(sent.count == 3)
      }
    }
  }

  @Test func `T24 many rows are one statement on PostgreSQL`() async throws {
    let log = StatementLog()
    try await withRegistry(.postgres, logger: log.logger) { _ in
      let sent = try await log.statements {
        _ = try await User.query.upsertAll((1...3_000).map { .init(email: "u\($0)", name: "U") }, by: { $0.email })
      }
      #expect(sent.count == 1)
    }
  }
}
