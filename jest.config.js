import { join } from 'node:path';

const root = import.meta.dirname;
const cache = join(root, 'node_modules', '.cache', 'jest');

/** Shared by every ring: TypeScript through swc, one evaluation of the packages and of src in each worker. */
export const base = {
  rootDir: root,
  cacheDirectory: cache,
  testEnvironment: '<rootDir>/test/support/jest/worker-environment.cjs',
  runtime: '<rootDir>/test/support/jest/worker-runtime.cjs',
  transform: {
    '^.+\\.(ts|js)$': [
      '@swc/jest',
      {
        jsc: {
          target: 'es2022',
          parser: { syntax: 'typescript', decorators: true, dynamicImport: true },
          transform: { legacyDecorator: true, decoratorMetadata: true, useDefineForClassFields: false },
          keepClassNames: true,
        },
        module: { type: 'commonjs' },
      },
    ],
  },
  moduleNameMapper: {
    '^(\\.{1,2}/.*)\\.js$': '$1',
    // The console is built from the sources of the client, too.
    '^organisations-directory-client$': '<rootDir>/clients/typescript/src/index.ts',
  },
};

/** Tests on a real PostgreSQL engine, which is started once for a run. */
export const service = {
  ...base,
  globalSetup: '<rootDir>/test/support/global-setup.js',
  globalTeardown: '<rootDir>/test/support/global-teardown.js',
};

/** A project starts its engine only if the run contains one of its files: unit tests alone need no build and no database. */
export default {
  cacheDirectory: cache,
  // One more than the two cores of a small machine, because many tests wait.
  maxWorkers: 3,
  // A safety net, not an assertion: no test depends on the machine's speed.
  testTimeout: 120_000,
  projects: [
    { ...base, displayName: 'unit', testMatch: ['<rootDir>/{src,clients/*/src,console/src}/**/*.test.ts'] },
    {
      ...service,
      displayName: 'service',
      testMatch: ['<rootDir>/test/{contract,database}/**/*.test.ts', '<rootDir>/test/e2e/**/*.e2e.ts'],
    },
  ],
};
