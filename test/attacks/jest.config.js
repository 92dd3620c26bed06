import base from '../../jest.config.js';

/** The attack suite, apart from the other tests: it takes as long as a third of them. */
export default {
  ...base,
  rootDir: '../..',
  testMatch: ['<rootDir>/test/attacks/**/*.attack.ts'],
  reporters: ['default', '<rootDir>/test/attacks/support/attack-table.js'],
};
