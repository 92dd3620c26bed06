/**
 * The organisations: the project's demonstration set, which is the same for equal numbers, written to a file and loaded
 * by the project's import.
 */
import { once } from 'node:events';
import { createWriteStream } from 'node:fs';
import { join } from 'node:path';
import { runNode } from './processes.js';
import { root } from './root.js';
import { tell } from './tell.js';

const seed = 1;
const linesAtOnce = 500;

/** @returns the organisation of an index as a file record; the directory contains the first `rows` */
export async function demonstration() {
  const { demonstrationOrganisation } =
    await import('../dist/modules/directory/seed/demonstration-organisation.mapper.js');
  return (index) => demonstrationOrganisation(index, seed);
}

/** Writes the first organisations as NDJSON. */
export async function writeOrganisations(file, rows) {
  const organisationAt = await demonstration();
  const stream = createWriteStream(file);
  for (let first = 0; first < rows; first += linesAtOnce) {
    const size = Math.min(linesAtOnce, rows - first);
    const lines = Array.from({ length: size }, (_, offset) => JSON.stringify(organisationAt(first + offset)));
    if (!stream.write(`${lines.join('\n')}\n`)) await once(stream, 'drain');
  }
  stream.end();
  await once(stream, 'finish');
}

/**
 * Runs the project's import as an operator would.
 * @throws Error if a record is rejected
 */
export async function importFile(database, file, folder) {
  const run = await runCommand('import', database, folder, [
    '--report',
    join(folder, 'rejected.ndjson'),
    file,
  ]);
  // Replaces autovacuum, which would run within a minute, so that the results do not depend on its time.
  await database.query('VACUUM ANALYZE');
  await warm(database);
  return run;
}

/** Loads tables into memory, as on a server that has run for a while; a few hundred requests would not do this. */
async function warm(database) {
  try {
    await database.query('CREATE EXTENSION IF NOT EXISTS pg_prewarm');
  } catch (error) {
    tell(`a server of BENCH_DATABASE_URL that may not be warmed: ${error.message}`);
    return;
  }
  await database.query(`
    SELECT pg_prewarm(c.oid) FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace
    WHERE n.nspname = 'directory' AND c.relkind IN ('r', 'i') AND (c.relname NOT LIKE 'organisation_history%' OR c.relname = 'organisation_history_at_idx')`);
}

/** Runs the project's export of everything. */
export function exportFile(database, file, folder) {
  return runCommand('export', database, folder, ['--all', file]);
}

function runCommand(command, database, folder, args) {
  return runNode(['--enable-source-maps', join(root, 'dist', 'cli.js'), command, ...args], {
    core: null,
    cwd: folder,
    logFile: join(folder, `${command}-${database.name}.log`),
    environment: { DATABASE_URL: database.url, DATA_DIR: folder },
  });
}
