/** The static checks: each a name, a program and its arguments. Caches live in node_modules/.cache and survive a run. */
import { Buffer } from 'node:buffer';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';

const root = join(import.meta.dirname, '..');
const bin = (name) => join(root, 'node_modules', '.bin', name);
const script = (name) => join(root, 'scripts', name);
const cache = (name) => join(root, 'node_modules', '.cache', name);

const build = ['build', process.execPath, [script('ensure-built.js')]];

const staticChecks = [
  ['types and lint', bin('oxlint'), []],
  ['dead code', bin('knip'), ['--cache', '--cache-location', cache('knip')]],
  ['format', bin('oxfmt'), ['--check']],
  [
    'borders',
    bin('depcruise'),
    [
      ...['src', 'test', 'scripts', 'bench', 'clients/typescript/src', 'console'],
      ...['--config', '.dependency-cruiser.cjs', '--cache', cache('depcruise')],
    ],
  ],
  ['threats', process.execPath, [script('check-security.js')]],
  ['OpenAPI', process.execPath, [script('lint-openapi.js')]],
  ['licences', process.execPath, [script('check-licences.js')]],
  ['words', process.execPath, [script('check-words.js')]],
];

/** Prints a check's output once it has ended, because several run at once. */
async function isGreen([name, command, args]) {
  const child = spawn(command, args, { cwd: root, stdio: ['ignore', 'pipe', 'pipe'] });
  const printed = [];
  for (const stream of [child.stdout, child.stderr]) stream.on('data', (chunk) => printed.push(chunk));
  const [code] = await once(child, 'close');
  console.log(`\n== ${name}${code === 0 ? '' : ' FAILED'}\n${Buffer.concat(printed).toString().trimEnd()}`);
  return code === 0;
}

const resultOf = (count, failures) => ({
  passed: count - failures.length,
  failed: failures.length,
  skipped: 0,
  failures,
});

/** Builds dist/, which the end-to-end and CLI tests run: to be awaited before them. Counts as one check. */
export async function runBuild() {
  return resultOf(1, (await isGreen(build)) ? [] : ['build']);
}

/**
 * Runs the static checks and returns how many passed and failed, with the names of those that failed.
 * @param atOnce how many run at the same time
 */
export async function runStaticChecks(atOnce) {
  const waiting = [...staticChecks];
  const failures = [];
  const runNext = async () => {
    for (let check = waiting.shift(); check !== undefined; check = waiting.shift()) {
      if (!(await isGreen(check))) failures.push(check[0]);
    }
  };
  await Promise.all(Array.from({ length: atOnce }, runNext));
  return resultOf(staticChecks.length, failures);
}
