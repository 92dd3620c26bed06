import { service } from '../../jest.config.js';

/** The faults suite runs serially and kills, stops, disconnects and fills up real processes. */
export default {
  ...service,
  testMatch: ['<rootDir>/test/faults/**/*.faults.ts'],
  maxWorkers: 1,
  testTimeout: 600_000,
  reporters: ['default', '<rootDir>/test/faults/table-reporter.js'],
};
