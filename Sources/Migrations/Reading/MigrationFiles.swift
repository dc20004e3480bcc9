import FoundationEssentials
import Names

/// The files of a folder, and their contents.
///
/// Symbolic links are followed.
enum MigrationFiles {
  /// The names of the files in a folder, in byte order; subfolders are left out.
  ///
  /// - Throws: ``DiagnosticsError`` when it is no folder, or cannot be read.
  static func names(in folder: String) throws(DiagnosticsError) -> [String] {
    guard FileManager.default.fileExists(atPath: folder) else {
      throw DiagnosticsError([.whole(.missingFolder, file: folder)])
    }
    do {
      let names = try FileManager.default.contentsOfDirectory(atPath: folder)
      return names.filter { !isFolder(path($0, in: folder)) }.sorted { $0.utf8.lexicographicallyPrecedes($1.utf8) }
    } catch {
      throw DiagnosticsError([.whole(.unreadable, file: folder)])
    }
  }

  /// A file's text.
  ///
  /// - Throws: ``DiagnosticsError`` when it cannot be read or is no text.
  static func text(of file: String) throws(DiagnosticsError) -> SourceText {
    guard FileManager.default.fileExists(atPath: file) else { throw DiagnosticsError([.whole(.missingFile, file: file)]) }
    let resolved = URL(filePath: file).resolvingSymlinksInPath().path
    let attributes = try? FileManager.default.attributesOfItem(atPath: resolved)
    // A pipe would be waited for, and has no end that we know.
    guard let attributes, attributes[.type] as? FileAttributeType == .typeRegular else {
      throw DiagnosticsError([.whole(.unreadable, file: file)])
    }
    if let size = attributes[.size] as? UInt, size > UInt(SourceText.maximumByteCount) {
      throw DiagnosticsError([.tooLarge(file: file)])
    }
    guard let data = FileManager.default.contents(atPath: resolved) else {
      throw DiagnosticsError([.whole(.unreadable, file: file)])
    }
    return try SourceText(file: file, contents: Array(data))
  }

  /// A file of a folder, as the user would name it.
  static func path(_ name: String, in folder: String) -> String { folder.hasSuffix("/") ? folder + name : "\(folder)/\(name)" }

  private static func isFolder(_ path: String) -> Bool {
    var isDirectory = false
    return FileManager.default.fileExists(atPath: path, isDirectory: &isDirectory) && isDirectory
  }
}
