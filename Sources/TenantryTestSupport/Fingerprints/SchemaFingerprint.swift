public import Database
public import Names
import SQL

/// What a PostgreSQL schema is made of: two schemas with equal fingerprints were made alike.
///
/// Columns with their types and defaults, constraints, indexes and whether they are valid, sequences, views, routines, triggers,
/// policies, types, owners, grants and comments. The schema's own name is left out, so that two tenants can be compared. Rows are not
/// looked at.
public struct SchemaFingerprint: Sendable, Hashable, CustomStringConvertible {
  /// A line for each thing, in order.
  public let lines: [String]

  /// Takes the fingerprint of a schema; one that does not exist has no lines.
  ///
  /// - Throws: ``DatabaseError``.
  public init(of schema: SchemaName, _ lease: borrowing ConnectionLease) async throws(DatabaseError) {
    let answer = try await lease.connection.query(RenderedSQL(text: Self.statement, binds: [.text(schema.text)]))
    var lines: [String] = []
    for row in answer {
      let line = try row.decode(0, as: String.self)
      lines.append(line.replacing("\(schema.quoted).", with: "").replacing("\(schema.text).", with: ""))
    }
    self.lines = lines
  }

  /// The lines.
  public var description: String { lines.joined(separator: "\n") }

  /// What is here and not there, and the other way round.
  public func differences(from other: SchemaFingerprint) -> [String] {
    lines.filter { !other.lines.contains($0) }.map { "+ \($0)" } + other.lines.filter { !lines.contains($0) }.map { "- \($0)" }
  }

  /// One statement; the schema's name is its bind.
  private static let statement = #"""
    WITH s AS (SELECT oid, nspowner, nspacl FROM pg_namespace WHERE nspname = $1::text),
    c AS (SELECT pg_class.* FROM pg_class, s WHERE relnamespace = s.oid)
    SELECT line FROM (
      SELECT concat_ws(' ', 'schema owner', pg_get_userbyid(nspowner), 'grants', nspacl::text, 'comment',
        obj_description(oid, 'pg_namespace')) AS line FROM s
      UNION ALL SELECT concat_ws(' ', 'relation', relkind, relname, 'owner', pg_get_userbyid(relowner), 'grants', relacl::text,
        'persistence', relpersistence, 'rls', relrowsecurity, relforcerowsecurity, 'options', reloptions::text, 'partition',
        pg_get_expr(relpartbound, oid), 'comment', obj_description(oid, 'pg_class')) FROM c WHERE relkind <> 'i'
      UNION ALL SELECT concat_ws(' ', 'column', c.relname, a.attnum, a.attname, format_type(a.atttypid, a.atttypmod),
        CASE WHEN a.attnotnull THEN 'not null' END, 'default', pg_get_expr(d.adbin, d.adrelid), 'identity', a.attidentity,
        'generated', a.attgenerated, 'collation', nullif(a.attcollation, 0)::regcollation, 'grants', a.attacl::text, 'comment',
        col_description(c.oid, a.attnum))
        FROM c JOIN pg_attribute a ON a.attrelid = c.oid AND a.attnum > 0 AND NOT a.attisdropped
        LEFT JOIN pg_attrdef d ON d.adrelid = a.attrelid AND d.adnum = a.attnum WHERE c.relkind NOT IN ('i', 'I', 'S')
      UNION ALL SELECT concat_ws(' ', 'constraint', k.conrelid::regclass, k.conname, pg_get_constraintdef(k.oid),
        CASE WHEN NOT k.convalidated THEN 'not validated' END) FROM pg_constraint k, s WHERE k.connamespace = s.oid
      UNION ALL SELECT concat_ws(' ', 'index', pg_get_indexdef(i.indexrelid), CASE WHEN NOT i.indisvalid THEN 'invalid' END)
        FROM pg_index i JOIN c ON c.oid = i.indexrelid
      UNION ALL SELECT concat_ws(' ', 'sequence', c.relname, format_type(q.seqtypid, NULL), q.seqstart, q.seqincrement, q.seqmin,
        q.seqmax, q.seqcache, q.seqcycle) FROM pg_sequence q JOIN c ON c.oid = q.seqrelid
      UNION ALL SELECT concat_ws(' ', 'view', c.relname, pg_get_viewdef(c.oid)) FROM c WHERE relkind IN ('v', 'm')
      UNION ALL SELECT concat_ws(' ', 'policy', c.relname, p.polname, p.polcmd, p.polpermissive, p.polroles::regrole[]::text, 'using',
        pg_get_expr(p.polqual, p.polrelid), 'check', pg_get_expr(p.polwithcheck, p.polrelid))
        FROM pg_policy p JOIN c ON c.oid = p.polrelid
      UNION ALL SELECT concat_ws(' ', 'trigger', pg_get_triggerdef(t.oid), t.tgenabled) FROM pg_trigger t JOIN c ON c.oid = t.tgrelid
        WHERE NOT t.tgisinternal
      UNION ALL SELECT concat_ws(' ', 'routine', p.oid::regprocedure, 'owner', pg_get_userbyid(p.proowner), 'grants', p.proacl::text,
        CASE WHEN p.prokind <> 'a' THEN pg_get_functiondef(p.oid) END) FROM pg_proc p, s WHERE p.pronamespace = s.oid
      UNION ALL SELECT concat_ws(' ', 'type', t.typname, t.typtype, 'owner', pg_get_userbyid(t.typowner), 'grants', t.typacl::text,
        'base', nullif(t.typbasetype, 0)::regtype, CASE WHEN t.typnotnull THEN 'not null' END, 'default', t.typdefault, 'labels',
        (SELECT string_agg(quote_literal(enumlabel), ',' ORDER BY enumsortorder) FROM pg_enum WHERE enumtypid = t.oid))
        FROM pg_type t, s WHERE t.typnamespace = s.oid AND t.typtype <> 'c' AND t.typelem = 0
    ) AS all_lines ORDER BY line COLLATE "C"
    """#
}
