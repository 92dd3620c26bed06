/** All goals in the order of measurement. */
import { goalNumbers } from '../options.js';
import { notMeasured } from '../report.js';
import { tell } from '../tell.js';
import { isUndoing } from '../undo.js';
import { measureAmendments } from './amendments.js';
import { measureChangeLog } from './change-log.js';
import { measureChangeStreams } from './change-streams.js';
import { measureDeepPages } from './deep-pages.js';
import { measureGrowth } from './growth.js';
import { measureImportExport } from './import-export.js';
import { measureMemory } from './memory.js';
import { measureNotify } from './notify.js';
import { measureReads } from './reads.js';
import { measureSearch } from './search.js';
import { measureSorts } from './sorts.js';
import { measureStart } from './start.js';
import { measureStatistics } from './statistics.js';
import { measureTwoInstances } from './two-instances.js';

/** Memory is measured after all loads of the service; the instances of goal 11 have the machine to themselves. */
const steps = [
  { goals: [9], measure: measureImportExport },
  { goals: [1, 2, 3], measure: measureReads },
  { goals: [4], measure: measureGrowth },
  { goals: [5], measure: measureDeepPages },
  { goals: [6], measure: measureSorts },
  { goals: [7], measure: measureSearch },
  { goals: [8], measure: measureAmendments },
  { goals: [10], measure: measureMemory },
  { goals: [11], measure: measureTwoInstances },
  { goals: [12], measure: measureStart },
  { goals: [13], measure: measureNotify },
  { goals: [14, 15], measure: measureChangeLog },
  { goals: [16, 17], measure: measureChangeStreams },
  { goals: [18], measure: measureStatistics },
];

/**
 * Measures the requested goals. A failed goal does not stop the others.
 * @returns {Promise<{ lines: object[], failures: string[] }>} a line for each goal, in their order
 */
export async function measureGoals(bench) {
  const lines = goalNumbers
    .filter((goal) => !bench.wants(goal))
    .map((goal) => notMeasured(goal, 'left out by --goals'));
  const failures = [];
  for (const { goals, measure } of steps) {
    const wanted = goals.filter(bench.wants);
    if (wanted.length === 0) continue;
    tell(`goal ${wanted.join(', ')}`);
    try {
      lines.push(...(await measure(bench)));
    } catch (error) {
      if (isUndoing()) throw error;
      failures.push(`goal ${wanted.join(', ')}: ${error.stack}`);
      lines.push(...wanted.map((goal) => notMeasured(goal, `it failed: ${error.message.split('\n')[0]}`)));
    }
  }
  return { lines: lines.sort((one, other) => one.number - other.number), failures };
}
