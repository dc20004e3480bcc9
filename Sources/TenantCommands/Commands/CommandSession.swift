import Manifest
import Names
import Tenancy
import TenantOperations

/// What a command works with: the manifest that the options name, and a workspace on it.
struct CommandSession {
  let console: Console
  let global: GlobalOptions

  /// Reads the manifest; with `--database` and no manifest, stands one in.
  ///
  /// - Throws: ``DiagnosticsError``, or ``CommandFailure`` when there is none.
  func manifest() throws -> Manifest {
    let environment = console.environmentVariables
    guard let url = global.database?.url else {
      return try ManifestReader(environment: environment).read(file: global.manifestPath)
    }
    let location: DatabaseLocation
    do {
      location = try DatabaseLocation(url: url.reveal(), defaults: PostgresDefaults(environment: environment))
    } catch {
      throw CommandFailure(.conflicting, code: error.code, "the URL of --database \(error.reason)", hint: error.hint)
    }
    guard global.manifest != nil || FileStatus.exists(global.manifestPath) else { return .standing(for: location) }
    var manifest = try ManifestReader(environment: environment).read(file: global.manifestPath)
    manifest.replaceHome(with: location)
    return manifest
  }

  /// What changes the manifest.
  ///
  /// - Throws: ``CommandFailure`` when there is none.
  func editor(of manifest: Manifest) throws -> ManifestEditor {
    guard manifest.file != nil else {
      throw CommandFailure(
        .conflicting, code: "manifest-missing", "there is no manifest to save to",
        hint: "Write one with \"tenantctl init\", or leave out --save.")
    }
    return ManifestEditor(environment: console.environmentVariables)
  }

  /// Opens the workspace, runs the work and closes it.
  func withWorkspace<Value: Sendable>(_ body: (Workspace) async throws -> Value) async throws -> Value {
    try await Workspace.with(manifest(), connector: console.connector, nameRetention: nameRetention(), body)
  }

  /// How long a dropped name is kept back: as long as an application may still know the old tenant.
  private func nameRetention() throws -> Duration {
    let name = "TENANTRY_NAME_RETENTION_SECONDS"
    guard let text = console.environmentVariables[name] else { return .seconds(60) }
    guard let seconds = Int(text), (0...86_400).contains(seconds) else {
      throw CommandFailure(
        .conflicting, code: "bad-setting", "\(name) is \(text.escapedForDisplay), which is no number of seconds",
        hint: "Set it to a whole number from 0 to 86400, or unset it.")
    }
    return .seconds(seconds)
  }

  /// Who runs the command, and how it reports.
  func context(_ reporter: ProgressReporter? = nil, jobs: Int? = nil) -> OperationContext {
    let interruption = console.interruption
    return OperationContext(
      stamp: ChangeStamp(
        run: console.runID, actor: console.actor, tool: "tenantctl \(TenantctlCommand.version)"), jobs: jobs,
      willStart: { reporter?.setTotal($0) },
      didFinish: { $0.error == nil ? reporter?.succeeded() : reporter?.failed() },
      shouldStop: { interruption.isRequested })
  }
}

/// The tenants that a command line names.
func tenantNames(_ texts: [String]) throws(NameError) -> [TenantName] {
  var names: [TenantName] = []
  for text in texts {
    let name = try TenantName(text)
    if !names.contains(name) { names.append(name) }
  }
  return names
}

/// The labels that a command line gives, each as `key=value`.
func labels(_ texts: [String]) throws -> [LabelKey: LabelValue] {
  var labels: [LabelKey: LabelValue] = [:]
  for text in texts {
    guard let equals = text.firstIndex(of: "=") else {
      throw CommandFailure(
        .usage, code: "usage", "--label \(text.escapedForDisplay) has no \"=\"", hint: "Write --label plan=enterprise.")
    }
    let key = try LabelKey(String(text[..<equals]))
    guard labels[key] == nil else { throw CommandFailure.repeatedLabel(key) }
    labels[key] = try LabelValue(String(text[text.index(after: equals)...]))
  }
  return labels
}

extension CommandFailure {
  /// A key that is given two values: which of them is meant, nobody knows.
  static func repeatedLabel(_ key: LabelKey) -> CommandFailure {
    CommandFailure(.usage, code: "usage", "--label \(key) is given twice", hint: "Give each key once.")
  }
}
