package import ArgumentParser

/// The options that every command has.
///
/// The root and each command declare them as the same option group. The parser hands the root's values on to a command's
/// group of the same type, and the root takes its options from wherever they stand, so they work before and behind the
/// command's name, and both help texts list them. Options of a command must not have the same names.
package struct GlobalOptions: ParsableArguments, Sendable {
  /// The file that is read when none is named.
  package static let usualManifest = "tenants.yaml"

  @Option(
    help: ArgumentHelp("The manifest. (default: \(usualManifest))", valueName: "file"),
    completion: .file(extensions: ["yaml", "yml"]))
  package var manifest: String?

  @Option(
    help: ArgumentHelp(
      "Use this database in place of the manifest's default one; then no manifest is needed. Others on this machine can read "
        + "a password that is written here.",
      valueName: "url"))
  package var database: DatabaseArgument?

  @Option(help: ArgumentHelp("How results are written.", valueName: "format"))
  package var output: OutputFormat = .text

  @Flag(exclusivity: .exclusive)
  package var verbosity: Verbosity?

  @Flag(help: "No colours, also on a terminal.")
  package var noColor = false

  package init() {}

  /// The path of the manifest: the one that was named, or the usual one.
  package var manifestPath: String { manifest ?? Self.usualManifest }
}
