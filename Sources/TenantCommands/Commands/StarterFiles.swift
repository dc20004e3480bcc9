import FoundationEssentials
import Names

/// The files of a new project: a manifest that explains itself and a first migration of each kind.
enum StarterFiles {
  struct File {
    var path: String
    var contents: String

    /// - Returns: False when something is there already: it is kept. A migration is the first one or is not written.
    func writeUnlessPresent() throws -> Bool {
      let folder = PathText.folder(of: path)
      guard !FileStatus.exists(path), !(path.hasSuffix(".sql") && FileStatus.holdsScripts(folder)) else { return false }
      do {
        try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
        try Data(contents.utf8).write(to: URL(filePath: path), options: .withoutOverwriting)
        return true
      } catch {
        throw CommandFailure(
          .notPermitted, code: "unwritable", "\(path) cannot be written",
          hint: "Check the permissions of its folder and the space that is left.")
      }
    }
  }

  static func files(manifest: String) -> [File] {
    let folder = PathText.folder(of: manifest)
    return [
      File(path: manifest, contents: manifestText),
      File(path: PathText.joined(folder, "migrations/shared/0001_plans.sql"), contents: sharedText),
      File(path: PathText.joined(folder, "migrations/tenant/0001_projects.sql"), contents: tenantText),
    ]
  }

  private static let manifestText = """
    # The tenants that there should be. "tenantctl apply" makes it so; "tenantctl plan" shows what it would do.
    version: 1

    databases:
      # An embedded database beside this file, unless DATABASE_URL names another: postgres://user@host/database
      main: {url: "${DATABASE_URL:-sqlite:.tenantry}"}

    # One schema for what all tenants share.
    shared: {schema: public, migrations: migrations/shared}

    # What a tenant's schema is made from.
    templates:
      standard: {migrations: migrations/tenant}

    defaults: {database: main, template: standard}

    tenants:
      - name: acme
        labels: {plan: trial}
      # - {name: globex, domains: [globex.example.com]}

    """

  private static let sharedText = """
    -- migrate:up
    CREATE TABLE plans (
      name text PRIMARY KEY,
      monthly_price integer NOT NULL CHECK (monthly_price >= 0)
    );
    INSERT INTO plans (name, monthly_price) VALUES ('trial', 0), ('enterprise', 900);

    -- migrate:down
    DROP TABLE plans;

    """

  private static let tenantText = """
    -- migrate:up
    -- Names without a schema mean the tenant's own schema, whichever tenant it is.
    CREATE TABLE projects (
      slug text PRIMARY KEY,
      title text NOT NULL
    );

    -- migrate:down
    DROP TABLE projects;

    """
}
