import ArgumentParser
import Manifest
import Names
import Tenancy
import TenantOperations

extension CompletionKind {
  /// The tenants of the ledgers and of the manifest.
  ///
  /// Whoever presses the tab key does not want to wait, nor to read an error.
  static var tenants: CompletionKind {
    .custom { words, _, prefix in await TenantCompletion(words: words).names(startingWith: prefix) }
  }
}

/// What tenants there are, for a command line that is not finished.
struct TenantCompletion {
  /// Makes the databases; the front door sets it.
  @TaskLocal static var connector: (any DatabaseConnector)?

  /// How long the databases may take to answer.
  private static let patience = Duration.milliseconds(800)

  private let manifest: Manifest?

  init(words: [String]) {
    let environment = ProcessEnvironment.current.all
    let file = Self.value(of: "--manifest", in: words) ?? GlobalOptions.usualManifest
    var manifest = try? ManifestReader(environment: environment).read(file: file)
    if let url = Self.value(of: "--database", in: words),
      let location = try? DatabaseLocation(url: url, defaults: PostgresDefaults(environment: environment))
    {
      manifest?.replaceHome(with: location)
      if manifest == nil { manifest = .standing(for: location) }
    }
    self.manifest = manifest
  }

  func names(startingWith prefix: String) async -> [String] {
    guard let manifest else { return [] }
    let created = await listed(manifest)
    let all = Set(manifest.tenants.map(\.name.text)).union(created)
    return all.filter { $0.utf8.starts(with: prefix.utf8) }.sorted()
  }

  /// Those of the ledgers that answer in time.
  private func listed(_ manifest: Manifest) async -> [String] {
    guard let connector = Self.connector else { return [] }
    return await withTaskGroup(of: [String]?.self) { group in
      group.addTask {
        let listing = try? await Workspace.with(manifest, connector: connector) { try await $0.list(.all) }
        return listing?.tenants.map(\.record.name.text) ?? []
      }
      group.addTask {
        // The deadline: a shell that completes a name does not wait for a slow server.
        try? await Task.sleep(for: Self.patience)
        return nil
      }
      let first = await group.next() ?? nil
      group.cancelAll()
      return first ?? []
    }
  }

  /// The value of an option; the last one counts, as more than one is refused later.
  private static func value(of option: String, in words: [String]) -> String? {
    var value: String?
    for (index, word) in words.enumerated() {
      if word.hasPrefix(option + "=") { value = String(word.dropFirst(option.count + 1)) }
      if word == option, index + 1 < words.count { value = words[index + 1] }
    }
    return value
  }
}
