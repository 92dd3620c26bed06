import { service } from '../../jest.config.js';

/** The attack suite, separate from the other tests because it takes a third of their time. */
export default {
  ...service,
  testMatch: ['<rootDir>/test/attacks/**/*.attack.ts'],
  maxWorkers: 2,
  testTimeout: 120_000,
  reporters: ['default', '<rootDir>/test/attacks/support/attack-table.js'],
};
