/**
 * The benchmark: `npm run bench`. Makes the data, starts PostgreSQL, the service as it ships and the servers that it is
 * compared with, measures goal by goal, and prints one line for each. What it measures and how: docs/performance.md.
 * Ends with 1 where something could not run or answers differ; a goal that is missed is told, and is no failure.
 */
import { spawnSync } from 'node:child_process';
import { chmodSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { changer } from './amendments.js';
import { compilePeers } from './compile-peers.js';
import { demonstration } from './data.js';
import { openServer } from './database.js';
import { Databases } from './databases.js';
import { measureGoals } from './goals/goals.js';
import { startIssuer } from './issuer.js';
import { LoadGenerator } from './load.js';
import { describeMachine, generatorCore } from './machine.js';
import { readOptions, UsageError } from './options.js';
import { preface, toMarkdown, writeJson } from './report.js';
import { root } from './root.js';
import { Servers } from './servers.js';
import { tell } from './tell.js';
import { atEnd, isUndoing, undoAll, undoOnSignals } from './undo.js';

/** An organisation of the demonstration set that no goal looks at by itself. */
const changedIndex = 50;

async function prepare(options) {
  tell('building');
  const build = spawnSync(process.execPath, [join(root, 'scripts', 'ensure-built.js')], {
    stdio: ['ignore', 2, 2],
  });
  if (build.status !== 0) throw new Error('The service can not be built.');
  const folder = mkdtempSync(join(tmpdir(), 'organisations-directory-bench-'));
  // PostgreSQL refuses to run as root, and must reach its data as another user.
  chmodSync(folder, 0o755);
  atEnd(() => rmSync(folder, { recursive: true, force: true, maxRetries: 5 }));
  const server = await openServer(options.databaseUrl, folder);
  const issuer = await startIssuer();
  const databases = new Databases({ server, folder, rows: options.rows });
  const servers = new Servers({ folder, peers: compilePeers(folder), issuer, databases });
  const load = new LoadGenerator(folder, issuer.adminToken, generatorCore);
  const organisationAt = await demonstration();
  const { Random } = await import('../dist/modules/directory/seed/random.js');
  return {
    ...options,
    folder,
    server,
    issuer,
    databases,
    servers,
    load,
    organisationAt,
    // The same organisations in every run.
    random: new Random(options.rows),
    changeSomething: changer(organisationAt(changedIndex), issuer.adminToken),
    wants: (goal) => options.goals.includes(goal),
  };
}

async function run(options) {
  const start = performance.now();
  const startedAt = new Date().toISOString();
  const bench = await prepare(options);
  const { lines, failures } = await measureGoals(bench);
  const { mode, rows, jsonFile } = options;
  const results = {
    startedAt,
    mode,
    rows,
    seconds: (performance.now() - start) / 1_000,
    machine: describeMachine(bench.server),
    goals: lines,
    failures,
  };
  console.log(`\n${preface(results)}\n\n${toMarkdown(lines)}\n`);
  for (const failure of failures) console.error(`Failed: ${failure}`);
  if (jsonFile !== null) writeJson(jsonFile, results);
  return failures.length === 0 ? 0 : 1;
}

undoOnSignals();
try {
  const options = readOptions(process.argv.slice(2));
  if (options !== null) process.exitCode = await run(options);
} catch (error) {
  process.exitCode = error instanceof UsageError ? 2 : 1;
  if (!isUndoing()) console.error(error instanceof UsageError ? error.message : error);
} finally {
  await undoAll();
}
