import FoundationEssentials
import Names
package import SQL

/// Writes the next migration file of a folder.
package struct MigrationScaffold: Sendable {
  /// The folder.
  package let folder: String

  /// Takes a folder, which need not exist yet.
  package init(folder: String) { self.folder = folder }

  /// Writes a file with an empty up and down section, under the next number; makes the folder when there is none.
  ///
  /// - Parameters:
  ///   - words: What the migration does: `add invoices`, `AddInvoices` and `add-invoices` are all `add_invoices`.
  ///   - moment: Now, for folders that are numbered by timestamps.
  /// - Returns: The file, as the user would name it.
  package func write(_ words: String, at moment: Timestamp) throws(MigrationScaffoldError) -> String {
    let id = try nextID(words, at: moment)
    let file = MigrationFiles.path(id.text + MigrationFileName.fileExtension, in: folder)
    do {
      try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
    } catch {
      throw .unwritable(file: folder)
    }
    do {
      try Data(Self.contents.utf8).write(to: URL(filePath: file), options: .withoutOverwriting)
    } catch {
      throw FileManager.default.fileExists(atPath: file) ? .exists(file: file) : .unwritable(file: file)
    }
    return file
  }

  /// What a new file holds.
  static let contents = """
    -- migrate:up
    -- Write the statements here. Names without a schema mean the tenant's own (or the shared one, in a shared migration).

    -- migrate:down
    -- Write here what undoes them, or remove this section.

    """

  /// The id that the next migration has.
  func nextID(_ words: String, at moment: Timestamp) throws(MigrationScaffoldError) -> MigrationID {
    let slug = try Self.slug(words)
    let ids = existingIDs()
    let last = ids.max { $0.precedes($1) }
    let digits = last.map { $0.text.prefix { $0.isNumber } } ?? ""
    var number = Self.successor(of: last?.number ?? "0")
    if digits.count == Self.timestampWidth, let stamp = Self.digits(of: moment), stamp > number { number = stamp }
    let width = max(ids.map { $0.text.prefix { $0.isNumber }.count }.max() ?? Self.defaultWidth, number.count)
    let text = String(repeating: "0", count: width - number.count) + number + "_" + slug
    do {
      return try MigrationID(text)
    } catch {
      throw .name(words, error.violation)
    }
  }

  private static let defaultWidth = 4
  private static let timestampWidth = 14

  private func existingIDs() -> [MigrationID] {
    ((try? MigrationFiles.names(in: folder)) ?? []).compactMap { name in
      guard case .migration(let file) = MigrationFileName.kind(of: name) else { return nil }
      return file.id
    }
  }

  /// The number that follows one of any length.
  static func successor(of number: Substring) -> String {
    var digits = Array(number.utf8)
    for index in digits.indices.reversed() {
      guard digits[index] == UInt8(ascii: "9") else {
        digits[index] += 1
        return String(decoding: digits, as: UTF8.self)
      }
      digits[index] = UInt8(ascii: "0")
    }
    return "1" + String(decoding: digits, as: UTF8.self)
  }

  /// A moment as `yyyyMMddHHmmss`.
  private static func digits(of moment: Timestamp) -> String? {
    let digits = moment.description.prefix { $0 != "." }.filter(\.isNumber)
    return digits.count == timestampWidth ? digits : nil
  }
}
