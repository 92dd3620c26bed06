import { service } from '../jest.config.js';
import { attacks, reporters as attackReporters } from './attacks/jest.config.js';
import { faults, reporters as faultReporters, testTimeout } from './faults/jest.config.js';

/** The tests of `npm test` that use `propertyRuns`. */
const properties = {
  ...service,
  displayName: 'random properties',
  testMatch: [
    '<rootDir>/test/database/{listing-plans,organisation-count-buckets}.test.ts',
    '<rootDir>/test/e2e/cli/round-trip.e2e.ts',
  ],
};

/** The tests that `npm test` leaves out, in one run: most faults wait, and leave the machine to the others meanwhile. */
export default {
  rootDir: service.rootDir,
  cacheDirectory: service.cacheDirectory,
  maxWorkers: 3,
  testTimeout,
  reporters: ['default', ...faultReporters, ...attackReporters],
  projects: [faults, attacks, properties],
};
