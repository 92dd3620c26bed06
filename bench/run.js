/**
 * The benchmark: `npm run bench`. Creates the data, starts PostgreSQL, the service as shipped and the comparison servers,
 * measures goal by goal, and prints one line for each. docs/operations/performance.md explains the measurements. Exits with 1 if a
 * program fails or responses differ; a missed goal is reported and is no failure.
 */
import { changer } from './amendments.js';
import { demonstration } from './data.js';
import { measureGoals } from './goals/goals.js';
import { describeMachine } from './machine.js';
import { prepare } from './prepare.js';
import { readOptions, UsageError } from './options.js';
import { preface, toMarkdown, writeJson } from './report.js';
import { isUndoing, undoAll, undoOnSignals } from './undo.js';

/** An organisation of the demonstration set that no single goal reads. */
const changedIndex = 50;

async function makeReady(options) {
  const prepared = await prepare(options);
  const organisationAt = await demonstration();
  const { Random } = await import('../dist/modules/directory/seed/random.js');
  return {
    ...options,
    ...prepared,
    organisationAt,
    // The same organisations in every run.
    random: new Random(options.rows),
    changeSomething: changer(organisationAt(changedIndex), prepared.issuer.adminToken),
    wants: (goal) => options.goals.includes(goal),
  };
}

async function run(options) {
  const start = performance.now();
  const startedAt = new Date().toISOString();
  const bench = await makeReady(options);
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
