import { service } from '../../jest.config.js';

/** The attack suite, apart from the other tests: it takes as long as a third of them. */
export default {
  ...service,
  testMatch: ['<rootDir>/test/attacks/**/*.attack.ts'],
  maxWorkers: 2,
  testTimeout: 120_000,
  reporters: ['default', '<rootDir>/test/attacks/support/attack-table.js'],
};
