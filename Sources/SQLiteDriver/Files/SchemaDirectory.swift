import Database
import FoundationEssentials
import Names
import Synchronization

/// The directory of a database: one file per schema, named after it, beside `main.db`.
final class SchemaDirectory: Sendable {
  private let path: String
  private let canonicalPath = Mutex<String?>(nil)

  /// What the name of a schema's file ends with.
  private static let fileSuffix = ".db"
  /// What the name of a buried file ends with: no schema's file has it, so a tombstone is neither listed nor opened.
  private static let tombstoneSuffix = ".buried"
  /// What SQLite puts beside a file.
  static let companions = ["-wal", "-shm", "-journal"]

  init(_ path: String) { self.path = path }

  /// The path of a schema's file, in a directory that exists from now on.
  func file(of schema: SchemaName) throws(DatabaseError) -> SchemaFile {
    SchemaFile(name: schema, path: try prepared() + "/" + schema.text + Self.fileSuffix)
  }

  /// The path of a tombstone.
  func tombstone(_ name: SchemaName) throws(DatabaseError) -> String { try prepared() + "/" + name.text + Self.tombstoneSuffix }

  /// The directory's real path: SQLite refuses links anywhere in a path, and the directory itself may be behind one.
  func prepared() throws(DatabaseError) -> String {
    try canonicalPath.withLock { (known) throws(DatabaseError) in
      if let known { return known }
      do throws(FileSystem.Failure) {
        try create(path)
        let result = try FileSystem.canonical(path)
        known = result
        return result
      } catch {
        throw DatabaseError(.connectionFailed, "The directory \(path.escapedForDisplay) cannot be used: \(error.description).")
      }
    }
  }

  private func create(_ path: String) throws(FileSystem.Failure) {
    do { try FileSystem.createDirectory(path) } catch  where error == .exists { return } catch  where error == .missing {
      guard let slash = path.lastIndex(of: "/"), slash != path.startIndex else { throw error }
      try create(String(path[..<slash]))
      try FileSystem.createDirectory(path)
    }
  }

  /// True when a schema has a file.
  func exists(_ schema: SchemaName) -> Bool { FileSystem.kind(of: "\(path)/\(schema.text)\(Self.fileSuffix)") == .file }

  /// Makes an empty file for a schema, unless it has one.
  func createFile(of file: SchemaFile) throws(DatabaseError) {
    do throws(FileSystem.Failure) {
      try FileSystem.createFile(file.path)
    } catch  where error == .exists {
      return
    } catch {
      throw DatabaseError(.connectionFailed, "The file of the schema \(file.name) cannot be created: \(error.description).")
    }
  }

  /// Refuses what is not a file of our own: a link may lead to another tenant's.
  func checkFile(_ file: SchemaFile) throws(DatabaseError) {
    switch FileSystem.kind(of: file.path) {
    case .file: return
    case nil: throw DatabaseError(.schemaMissing, "The schema \(file.name) has no file. Create the tenant first.")
    default:
      throw DatabaseError(
        .invalidConfiguration, "The file of the schema \(file.name) is a link or no file. Put the file itself into the directory."
      )
    }
  }

  /// The schemas that have a file, in order.
  func schemas() throws(DatabaseError) -> [SchemaName] {
    guard FileSystem.kind(of: path) != nil else { return [] }
    let names: [String]
    do { names = try FileManager.default.contentsOfDirectory(atPath: path) } catch {
      throw DatabaseError(.connectionFailed, "The directory \(path.escapedForDisplay) cannot be read.")
    }
    return names.compactMap { name -> SchemaName? in
      guard name.hasSuffix(Self.fileSuffix), let schema = try? SchemaName(String(name.dropLast(Self.fileSuffix.count))) else {
        return nil
      }
      return schema != .main && exists(schema) ? schema : nil
    }.sorted()
  }
}
