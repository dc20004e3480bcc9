import Testing

/// A command that is crashed at each of its messages.
struct CrashCase: Sendable, CustomTestStringConvertible {
  var testDescription: String
  /// What is run before, undisturbed.
  var preparation: [[String]] = []
  /// A third migration is written before the command runs.
  var addsMigration = false
  /// The command.
  var command: [String]
  /// How the command may end when it is run again after it had done its work all the same.
  var repeated: Set<Int32> = [0]

  static let all = [
    CrashCase(testDescription: "create", command: ["create", "acme"], repeated: [0, 73]),
    CrashCase(testDescription: "migrate", preparation: [["create", "acme"]], addsMigration: true, command: ["migrate", "acme"]),
    CrashCase(
      testDescription: "rename", preparation: [["create", "acme"]], command: ["rename", "acme", "apollo"], repeated: [0, 66]),
    CrashCase(
      testDescription: "rollback", preparation: [["create", "acme"]], command: ["rollback", "acme", "--to", "1", "--yes"]),
    CrashCase(
      testDescription: "set", preparation: [["create", "acme"]],
      command: ["set", "acme", "--label", "plan=pro", "--domain", "www.acme.example.com"]),
    CrashCase(
      testDescription: "drop", preparation: [["create", "acme"]], command: ["drop", "acme", "--yes"], repeated: [0, 66]),
  ]
}
