/** The first ring, `npm run check`: static checks and unit tests, without a database. */
import { countTests, report } from './run-jest.js';
import { runBuild, runStaticChecks } from './static-checks.js';

const units = ['--selectProjects', 'unit', '--maxWorkers', '1'];
report([await runBuild(), ...(await Promise.all([runStaticChecks(2), countTests(units)]))]);
