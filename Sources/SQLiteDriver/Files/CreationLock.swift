import Database
import Glibc
import Names

/// A lock on one byte of a file beside the schemas, for as long as it is kept: which byte says which schema.
///
/// It is a lock of the open file description, so that it holds between tasks as well as between processes, and the system gives
/// it back when the process ends, however it ends.
final class CreationLock: Sendable {
  private let descriptor: Int32

  /// The command `F_OFD_SETLK` of Linux, which Swift's Glibc module does not import.
  private static let setLock: Int32 = 37

  /// Takes the lock, or nothing when somebody else has it.
  init?(of schema: SchemaName, inFile path: String) throws(FileSystem.Failure) {
    let descriptor = unsafe open(path, O_RDWR | O_CREAT | O_CLOEXEC | O_NOFOLLOW, 0o600)
    guard descriptor >= 0 else { throw FileSystem.Failure(number: errno) }
    var request = flock()
    request.l_type = Int16(F_WRLCK)
    request.l_whence = Int16(SEEK_SET)
    request.l_start = Self.byte(of: schema)
    request.l_len = 1
    guard unsafe fcntl(descriptor, Self.setLock, &request) == 0 else {
      let number = errno
      Glibc.close(descriptor)
      guard number == EAGAIN || number == EACCES else { throw FileSystem.Failure(number: number) }
      return nil
    }
    self.descriptor = descriptor
  }

  deinit { Glibc.close(descriptor) }

  /// FNV-1a (http://www.isthe.com/chongo/tech/comp/fnv/): two schemas of one byte wait for each other, and no more than that.
  private static func byte(of schema: SchemaName) -> off_t {
    let hash = schema.text.utf8.reduce(UInt64(0xcbf2_9ce4_8422_2325)) { ($0 ^ UInt64($1)) &* 0x100_0000_01b3 }
    return off_t(hash & 0x7fff_ffff_ffff)
  }
}
