import { service } from '../../jest.config.js';

/** The faults suite: real processes that are killed, stopped, cut off and filled up, one scenario after the other. */
export default {
  ...service,
  testMatch: ['<rootDir>/test/faults/**/*.faults.ts'],
  maxWorkers: 1,
  testTimeout: 600_000,
  reporters: ['default', '<rootDir>/test/faults/table-reporter.js'],
};
