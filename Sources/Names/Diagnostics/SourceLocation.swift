/// A place in a file that a person wrote.
///
/// Lines and columns are 1-based; columns count Unicode scalars.
public struct SourceLocation: Sendable, Hashable, CustomStringConvertible {
  /// The file, as the user named it.
  public var file: String
  /// The line, from 1.
  public var line: Int
  /// The column in Unicode scalars, from 1.
  ///
  /// A byte order mark is not counted.
  public var column: Int

  /// Makes a location.
  public init(file: String, line: Int, column: Int) {
    self.file = file
    self.line = line
    self.column = column
  }

  /// `FILE:LINE:COLUMN`, which editors and terminals make a link of.
  public var description: String { "\(file):\(line):\(column)" }
}
