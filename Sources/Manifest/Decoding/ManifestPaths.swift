import Names

/// The rules for paths of the manifest: they stay inside of its folder, as text and once links are followed.
///
/// A link that leads out of the folder is refused like `..`: what is in the folder decides what is run, and a link would hide
/// that. Links inside of the folder are fine, and so is a manifest that is reached through one.
struct ManifestPaths {
  /// The manifest's folder, as the user named it.
  let folder: String
  /// False to look at nothing in the file system.
  let looksAtFiles: Bool
  private let resolvedFolder: String?

  init(folder: String, looksAtFiles: Bool) {
    self.folder = folder
    self.looksAtFiles = looksAtFiles
    resolvedFolder = looksAtFiles ? FileSystem.resolved(folder) : nil
  }

  /// The path, ready to be opened.
  func ready(_ path: String) -> String { PathText.joined(folder, path) }

  /// True when a ready path leads out of the folder through a link.
  func leavesThroughLink(_ ready: String) -> Bool {
    guard looksAtFiles, let resolvedFolder else { return false }
    guard let target = FileSystem.resolved(ready) else { return true }
    return resolvedFolder != "/" && target != resolvedFolder && !target.startsWithBytes(of: resolvedFolder + "/")
  }

  /// What tells one file or folder from another: the absolute path without links, as far as it can be known.
  func identity(_ ready: String) -> String {
    (looksAtFiles ? FileSystem.resolved(ready) : nil) ?? PathText.normalized(ready)
  }
}

extension ManifestDecoder {
  /// Checks a path that takes up a range of a text, and makes it ready to be opened.
  mutating func path(_ value: TextValue, _ range: Range<Int>, _ what: String) -> String? {
    guard !range.isEmpty else {
      report(.malformed, "invalid-value", at: value.node, "\(what) is empty", hint: "Write a path, or leave it out.")
      return nil
    }
    let path = String(decoding: Array(value.text.utf8)[range], as: UTF8.self)
    let ready = paths.ready(path)
    // A path that begins with a variable starts wherever the environment says.
    if value.isFromEnvironment(range.lowerBound..<range.lowerBound + 1) { return ready }
    guard !PathText.leavesFolder(value.literal(in: range)) else {
      report(
        .conflicting, "path-outside", at: value.node, "\(what) lies outside of the manifest's folder",
        hint: "Write a path relative to the manifest, or take it from a variable of the environment.")
      return nil
    }
    let isLiteral = !value.fromEnvironment.contains { $0.overlaps(range) }
    guard !isLiteral || !paths.leavesThroughLink(ready) else {
      report(
        .conflicting, "path-outside", at: value.node, "\(what) is a link that leads out of the manifest's folder",
        hint: "Keep the files inside of the folder, or take the path from a variable of the environment.")
      return nil
    }
    return ready
  }

  /// Reads a path that has to exist.
  mutating func existing(_ kind: FileSystem.Kind, _ node: Int, _ what: String) -> String? {
    guard let value = text(node, what), let ready = path(value, 0..<value.text.utf8.count, what) else { return nil }
    guard paths.looksAtFiles else { return ready }
    let wanted = kind == .folder ? "folder" : "file"
    switch FileSystem.kind(of: ready) {
    case kind: return ready
    case .nothing:
      report(
        .conflicting, "missing-path", at: node, "\(what) \(value.shown) does not exist",
        hint: "Create the \(wanted), or correct the path. It is relative to the manifest's folder.")
    case .other, .file, .folder:
      report(
        .conflicting, "missing-path", at: node, "\(what) \(value.shown) is not a \(wanted)",
        hint: "Name a \(wanted) that can be read.")
    }
    return nil
  }
}
