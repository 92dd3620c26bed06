import { service } from '../../jest.config.js';

/** The faults suite kills, stops, disconnects and fills up real processes, each on its own PostgreSQL server or database. */
export const faults = {
  ...service,
  displayName: 'faults',
  testMatch: ['<rootDir>/test/faults/**/*.faults.ts'],
};
export const reporters = ['<rootDir>/test/faults/table-reporter.js'];
export const testTimeout = 600_000;

export default { ...faults, maxWorkers: 2, testTimeout, reporters: ['default', ...reporters] };
