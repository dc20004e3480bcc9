import ArgumentParser
import Names

/// The command `tenantctl completions`.
struct CompletionsCommand: ConsoleCommand {
  static let configuration = CommandConfiguration(
    commandName: "completions",
    abstract: "Prints the script that completes commands, options and tenants in a shell.",
    discussion: """
        tenantctl completions bash > ~/.local/share/bash-completion/completions/tenantctl
        tenantctl completions zsh  > ~/.zfunc/_tenantctl
        tenantctl completions fish > ~/.config/fish/completions/tenantctl.fish
      """)

  @OptionGroup(title: "Global options") var global: GlobalOptions

  @Argument(help: "bash, zsh or fish.", completion: .list(CompletionShell.allCases.map(\.rawValue)))
  var shell: String

  func run(on console: Console) async throws -> ExitStatus {
    guard let known = CompletionShell(rawValue: shell) else {
      throw CommandFailure(
        .usage, code: "usage", "there are no completions for \(shell.escapedForDisplay)", hint: "Name bash, zsh or fish.")
    }
    let script = TenantctlCommand.completionScript(for: known)
    console.result(json: ["shell": .string(shell), "script": .string(script)]) { _ in
      script.hasSuffix("\n") ? script : script + "\n"
    }
    return .done
  }
}
