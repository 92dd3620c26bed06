/**
 * The second ring, `npm test`: static checks beside unit, contract, database, end-to-end and CLI tests.
 * `--all` (`npm run test:all`) is the third ring: all that, then 400 random runs of each property test, faults and
 * attacks. `--rest` runs what `--all` adds.
 * Other arguments go to jest, and only jest runs: `npm test -- test/e2e/notify/users`.
 */
import { join } from 'node:path';
import { countTests, report, runJest } from './run-jest.js';
import { runBuild, runStaticChecks } from './static-checks.js';

const suites = ['faults', 'attacks'];
const configOf = (suite) => ['--config', join('test', suite, 'jest.config.js')];
const args = process.argv.slice(2);
const [ring, ...others] = args;
const isRing = others.length === 0 && (ring === undefined || ring === '--all' || ring === '--rest');

if (!isRing) {
  const suite = suites.find((name) => args.some((argument) => argument.includes(join('test', name))));
  process.exitCode = await runJest(suite === undefined ? args : [...configOf(suite), ...args]);
} else {
  const results = [await runBuild()];
  if (ring !== '--rest') results.push(...(await Promise.all([runStaticChecks(1), countTests([])])));
  if (ring !== undefined) {
    const rest = ['--config', join('test', 'rest.jest.config.js')];
    results.push(await countTests(rest, { PROPERTY_TESTS: 'random' }));
  }
  report(results);
}
