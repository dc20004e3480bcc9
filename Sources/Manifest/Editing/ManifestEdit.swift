import Glibc

/// A change of a manifest that was checked and can be written.
package struct ManifestEdit: Sendable, Equatable {
  /// The file.
  package let file: String
  let original: [UInt8]
  /// The bytes that it will have.
  package let changed: [UInt8]

  /// Writes the file, whole or not at all; its mode stays, and a link stays a link.
  ///
  /// - Throws: ``ManifestEditError`` when the file was changed by somebody else meanwhile, or cannot be written.
  package func write() throws(ManifestEditError) {
    guard changed != original else { return }
    guard let path = FileSystem.resolved(file) else { throw ManifestEditError(file, "it leads nowhere") }
    let present: [UInt8]?
    do throws(FileSystem.ReadFailure) { present = try FileSystem.contents(of: path, limit: ManifestText.limit) } catch {
      present = nil
    }
    guard present == original else { throw ManifestEditError(file, "somebody else changed it meanwhile; change it by hand") }
    do throws(FileSystem.WriteFailure) { try FileSystem.replace(path, with: changed) } catch {
      throw ManifestEditError(file, "it cannot be written: \(error.reason)")
    }
  }
}

extension FileSystem {
  /// Why a file could not be written, in the system's words.
  struct WriteFailure: Error {
    let reason: String

    init() { reason = unsafe String(cString: strerror(errno)) }
  }

  /// Puts a file in the place of another one, with its mode.
  fileprivate static func replace(_ path: String, with bytes: [UInt8]) throws(WriteFailure) {
    var status = stat()
    guard unsafe stat(path, &status) == 0 else { throw WriteFailure() }
    let temporary = "\(path).\(getpid()).new"
    let descriptor = unsafe open(temporary, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC | O_NOFOLLOW, 0o600)
    guard descriptor >= 0 else { throw WriteFailure() }
    do throws(WriteFailure) {
      defer { close(descriptor) }
      try write(bytes, to: descriptor)
      guard fchmod(descriptor, status.st_mode & 0o7777) == 0, fsync(descriptor) == 0 else { throw WriteFailure() }
      // Who owned it goes on to own it, where that is allowed.
      _ = fchown(descriptor, status.st_uid, status.st_gid)
      guard unsafe rename(temporary, path) == 0 else { throw WriteFailure() }
    } catch {
      _ = unsafe unlink(temporary)
      throw error
    }
  }

  private static func write(_ bytes: [UInt8], to descriptor: Int32) throws(WriteFailure) {
    var rest = bytes[...]
    while !rest.isEmpty {
      let count = unsafe rest.withUnsafeBytes { unsafe Glibc.write(descriptor, $0.baseAddress, $0.count) }
      if count < 0, errno == EINTR { continue }
      guard count > 0 else { throw WriteFailure() }
      rest = rest.dropFirst(count)
    }
  }
}
