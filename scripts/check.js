/**
 * Everything that must hold: the static checks side by side, then the suites one after the other; what fails does not
 * stop the others. Ends with one line,
 * `N passed, N failed`, that counts each static check as one and each test case as one, and exits 1 if any failed.
 */
import { Buffer } from 'node:buffer';
import { spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

const root = join(import.meta.dirname, '..');
const bin = (name) => join(root, 'node_modules', '.bin', name);

const staticChecks = [
  ['format', bin('prettier'), ['--check', '.']],
  ['lint', bin('eslint'), ['.', '--max-warnings', '0']],
  ['types', bin('tsc'), ['-p', 'tsconfig.json']],
  ['borders', bin('depcruise'), ['src', 'test', 'scripts', 'bench', '--config', '.dependency-cruiser.cjs']],
  ['dead code', bin('knip'), []],
  ['threats', process.execPath, [join(root, 'scripts', 'check-security.js')]],
  ['build', process.execPath, [join(root, 'scripts', 'ensure-built.js')]],
];

/** Tells what a check printed once it is done, so that those side by side can be told apart. */
async function check([name, command, args]) {
  const child = spawn(command, args, { cwd: root, stdio: ['ignore', 'pipe', 'pipe'] });
  const printed = [];
  for (const stream of [child.stdout, child.stderr]) stream.on('data', (chunk) => printed.push(chunk));
  const [code] = await once(child, 'close');
  console.log(`\n== ${name}\n${Buffer.concat(printed).toString().trimEnd()}`);
  return code === 0 ? [] : [name];
}

function run(command, args) {
  return spawnSync(command, args, { cwd: root, stdio: 'inherit' }).status === 0;
}

/** Each a configuration of jest, run one after the other: faults need the machine for themselves. */
const suites = [
  ['tests', 'jest.config.js'],
  ['faults', join('test', 'faults', 'jest.config.js')],
];

/** Runs jest and returns how many test cases passed and failed; a suite that can't run counts as one failure. */
function runTests(config) {
  const folder = mkdtempSync(join(tmpdir(), 'organisations-directory-results-'));
  const outputFile = join(folder, 'results.json');
  const isGreen = run(process.execPath, [
    join(root, 'node_modules', 'jest', 'bin', 'jest.js'),
    '--config',
    join(root, config),
    '--json',
    `--outputFile=${outputFile}`,
  ]);
  try {
    const results = JSON.parse(readFileSync(outputFile, 'utf8'));
    const failed = results.numFailedTests + results.numRuntimeErrorTestSuites;
    return {
      passed: results.numPassedTests,
      failed: isGreen ? failed : Math.max(failed, 1),
      skipped: results.numPendingTests,
    };
  } catch {
    return { passed: 0, failed: 1, skipped: 0 };
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

const failedChecks = (await Promise.all(staticChecks.map(check))).flat();
const results = suites.map(([name, config]) => {
  console.log(`\n== ${name}`);
  return runTests(config);
});
const tests = {
  passed: results.reduce((sum, { passed }) => sum + passed, 0),
  failed: results.reduce((sum, { failed }) => sum + failed, 0),
  skipped: results.reduce((sum, { skipped }) => sum + skipped, 0),
};

for (const name of failedChecks) console.log(`failed: ${name}`);
const failed = failedChecks.length + tests.failed;
const passed = staticChecks.length - failedChecks.length + tests.passed;
console.log(`${passed} passed, ${failed} failed${tests.skipped > 0 ? `, ${tests.skipped} skipped` : ''}`);
process.exitCode = failed > 0 ? 1 : 0;
