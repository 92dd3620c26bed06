import { service } from '../../jest.config.js';

/** The attack suite, separate from the other tests because it takes a third of their time. */
export const attacks = {
  ...service,
  displayName: 'attacks',
  testMatch: ['<rootDir>/test/attacks/**/*.attack.ts'],
};
export const reporters = ['<rootDir>/test/attacks/support/attack-table.js'];

export default { ...attacks, maxWorkers: 2, testTimeout: 120_000, reporters: ['default', ...reporters] };
