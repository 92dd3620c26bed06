import { readFileSync } from 'node:fs';
import type { ApiSchema } from './api-schema.js';
import type { Queryable } from './queryable.js';

/**
 * The kind and name of each object of some schemas, as in `column directory.flag.name`. An index that is not valid, a
 * constraint that is not validated and a trigger that is disabled do not count.
 */
const presentObjects = `
  SELECT CASE c.relkind WHEN 'S' THEN 'sequence ' WHEN 'v' THEN 'view ' ELSE 'table ' END
      || n.nspname || '.' || c.relname AS name
    FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace
    WHERE n.nspname = ANY($1) AND c.relkind IN ('r', 'p', 'S', 'v')
  UNION ALL SELECT 'column ' || n.nspname || '.' || c.relname || '.' || a.attname
    FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace JOIN pg_attribute a ON a.attrelid = c.oid
    WHERE n.nspname = ANY($1) AND c.relkind IN ('r', 'p') AND a.attnum > 0 AND NOT a.attisdropped
  UNION ALL SELECT 'index ' || n.nspname || '.' || c.relname
    FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace JOIN pg_index i ON i.indexrelid = c.oid
    WHERE n.nspname = ANY($1) AND i.indisvalid
  UNION ALL SELECT 'constraint ' || n.nspname || '.' || c.relname || '.' || o.conname
    FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace JOIN pg_constraint o ON o.conrelid = c.oid
    WHERE n.nspname = ANY($1) AND o.convalidated AND o.contype IN ('c', 'f', 'p', 'u', 'x')
  UNION ALL SELECT 'trigger ' || n.nspname || '.' || c.relname || '.' || t.tgname
    FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace JOIN pg_trigger t ON t.tgrelid = c.oid
    WHERE n.nspname = ANY($1) AND NOT t.tgisinternal AND t.tgenabled <> 'D'
  UNION ALL SELECT 'function ' || n.nspname || '.' || p.proname
    FROM pg_proc p JOIN pg_namespace n ON n.oid = p.pronamespace WHERE n.nspname = ANY($1)
  UNION ALL SELECT 'collation ' || n.nspname || '.' || l.collname
    FROM pg_collation l JOIN pg_namespace n ON n.oid = l.collnamespace WHERE n.nspname = ANY($1)`;

/** A bulk load drops these for a time: requests get right results without them. */
const deferredObjects = `
  SELECT wanted FROM unnest($1::text[]) AS wanted JOIN directory.deferred_index d
    ON wanted = 'index ' || d.name OR (wanted LIKE 'constraint %' AND split_part(wanted, '.', 3) = d.name)`;

/** Returns the names of all objects of the schema of one API, sorted. */
export async function listObjects(queryable: Queryable, { name }: ApiSchema): Promise<string[]> {
  const rows = await queryable.query<{ name: string }>(
    `SELECT DISTINCT name COLLATE "C" AS name FROM (${presentObjects}) present ORDER BY 1`,
    [[name]],
  );
  return rows.map((row) => row.name);
}

/** Returns the objects that the service needs and the database does not have, in the order of their declaration. */
export async function missingObjects(queryable: Queryable, schemas: readonly ApiSchema[]): Promise<string[]> {
  const rows = await queryable.query<{ wanted: string }>(
    `SELECT wanted FROM unnest($2::text[]) WITH ORDINALITY AS needed (wanted, position)
     WHERE wanted NOT IN (SELECT name FROM (${presentObjects}) present WHERE name IS NOT NULL) ORDER BY position`,
    [schemas.map((schema) => schema.name), schemas.flatMap((schema) => schema.objects)],
  );
  const missing = rows.map((row) => row.wanted);
  if (!missing.some((name) => /^(index|constraint) /.test(name))) return missing;
  const deferred = await deferredAmong(queryable, missing);
  return missing.filter((name) => !deferred.has(name));
}

async function deferredAmong(queryable: Queryable, names: readonly string[]): Promise<Set<string>> {
  if (names.includes('table directory.deferred_index')) return new Set();
  const rows = await queryable.query<{ wanted: string }>(deferredObjects, [names]);
  return new Set(rows.map((row) => row.wanted));
}

/**
 * Reads the objects that an API needs.
 * @param module the URL of a module in the folder of the file
 */
export function readObjects(module: string, file: string): readonly string[] {
  return JSON.parse(readFileSync(new URL(file, module), 'utf8')) as string[];
}
