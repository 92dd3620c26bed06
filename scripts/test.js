/**
 * The second ring, `npm test`: static checks beside unit, contract, database, end-to-end and CLI tests.
 * `--all` (`npm run test:all`) is the third ring: 400 random runs of each property test, then faults and attacks.
 * Other arguments go to jest, and only jest runs: `npm test -- test/e2e/notify/users`.
 */
import { join } from 'node:path';
import { countTests, report, runJest } from './run-jest.js';
import { runBuild, runStaticChecks } from './static-checks.js';

const suites = ['faults', 'attacks'];
const configOf = (suite) => ['--config', join('test', suite, 'jest.config.js')];
const args = process.argv.slice(2);
const isAll = args.length === 1 && args[0] === '--all';

if (args.length > 0 && !isAll) {
  const suite = suites.find((name) => args.some((argument) => argument.includes(join('test', name))));
  process.exitCode = await runJest(suite === undefined ? args : [...configOf(suite), ...args]);
} else {
  const properties = isAll ? { PROPERTY_TESTS: 'random' } : {};
  const results = [
    await runBuild(),
    ...(await Promise.all([runStaticChecks(1), countTests([], properties)])),
  ];
  // One after the other: the faults need the machine for themselves.
  if (isAll) for (const suite of suites) results.push(await countTests(configOf(suite), properties));
  report(results);
}
