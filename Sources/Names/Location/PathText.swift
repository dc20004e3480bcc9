/// Paths as text: nothing here looks at the file system.
///
/// Everything goes by bytes, as the kernel does: to `String`, "/" and a combining mark are one character, and `..` before it
/// would hide.
package enum PathText {
  /// The path without `.`, without empty components and with every `..` applied; "." when nothing is left.
  ///
  /// What climbs above a relative path's start stays as leading `..`.
  package static func normalized(_ path: String) -> String {
    let slash = UInt8(ascii: "/")
    let isAbsolute = path.utf8.first == slash
    var components: [Substring.UTF8View] = []
    for component in Substring(path).utf8.split(separator: slash) where !component.elementsEqual(".".utf8) {
      let climbs = component.elementsEqual("..".utf8)
      if climbs, let last = components.last, !last.elementsEqual("..".utf8) {
        components.removeLast()
      } else if !climbs || !isAbsolute {
        components.append(component)
      }
    }
    let joined = components.map { String(Substring($0)) }.joined(separator: "/")
    if isAbsolute { return "/" + joined }
    return joined.isEmpty ? "." : joined
  }

  /// True when a path leads out of the folder that it is relative to: it is absolute, or it climbs.
  package static func leavesFolder(_ path: String) -> Bool {
    let normal = normalized(path)
    return normal.startsWithBytes(of: "/") || normal == ".." || normal.startsWithBytes(of: "../")
  }

  /// The path as seen from where the folder is seen from; normalised.
  package static func joined(_ folder: String, _ path: String) -> String {
    if path.startsWithBytes(of: "/") || folder.isEmpty { return normalized(path) }
    return normalized(folder + "/" + path)
  }

  /// The folder of a file: "." for a bare name.
  package static func folder(of file: String) -> String {
    guard let slash = file.utf8.lastIndex(of: UInt8(ascii: "/")) else { return "." }
    let folder = file[..<slash]
    return folder.isEmpty ? "/" : normalized(String(folder))
  }
}

extension String {
  /// True when the text's UTF-8 starts with that of another text.
  package func startsWithBytes(of prefix: String) -> Bool { utf8.starts(with: prefix.utf8) }
}
