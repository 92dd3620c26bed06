import eslint from '@eslint/js';
import { defineConfig } from 'eslint/config';
import tseslint from 'typescript-eslint';

export default defineConfig(
  { ignores: ['**/dist/', 'data/', 'node_modules/', 'coverage/', 'clients/typescript/src/openapi.ts'] },
  eslint.configs.recommended,
  {
    files: ['**/*.js', '**/*.cjs'],
    languageOptions: {
      globals: {
        process: 'readonly',
        console: 'readonly',
        URL: 'readonly',
        fetch: 'readonly',
        performance: 'readonly',
        AbortController: 'readonly',
        setInterval: 'readonly',
        clearInterval: 'readonly',
        module: 'writable',
        require: 'readonly',
      },
    },
  },
  {
    // Runs in the browser.
    files: ['src/http/pages/*.js'],
    languageOptions: { globals: { document: 'readonly', location: 'readonly', window: 'readonly' } },
  },
  {
    files: ['**/*.ts', '**/*.tsx'],
    extends: [tseslint.configs.strictTypeChecked, tseslint.configs.stylisticTypeChecked],
    languageOptions: { parserOptions: { projectService: true, tsconfigRootDir: import.meta.dirname } },
    rules: {
      complexity: ['error', 10],
      'max-depth': ['error', 3],
      'max-lines': ['error', { max: 200, skipBlankLines: false, skipComments: false }],
      'no-restricted-syntax': [
        'error',
        {
          selector: "MemberExpression[object.name='process'][property.name='env']",
          message: 'Only src/config reads the environment.',
        },
      ],
      // DTO and entity classes are shapes: mappers and rows fill them as plain objects, by design.
      '@typescript-eslint/no-unsafe-class-instance-assignment': 'off',
      '@typescript-eslint/no-misused-spread': 'off',
      '@typescript-eslint/no-extraneous-class': ['error', { allowWithDecorator: true }],
      '@typescript-eslint/restrict-template-expressions': ['error', { allowNumber: true }],
    },
  },
  {
    files: ['console/**/*.{ts,tsx}'],
    languageOptions: {
      parserOptions: { projectService: false, project: 'console/tsconfig.json' },
    },
  },
  {
    files: ['src/**/*.ts'],
    ignores: ['src/http/errors/**'],
    rules: {
      'no-restricted-imports': [
        'error',
        {
          patterns: [
            {
              group: ['@nestjs/common', '@nestjs/common/*'],
              importNamePattern: 'Exception$',
              message: 'Throw a Problem of src/http/errors: each API renders it in its own dialect.',
            },
          ],
          paths: [
            {
              name: '@nestjs/common',
              importNames: ['Res', 'Response'],
              message: 'Return a Representation of src/http/responses: one place sets the headers.',
            },
          ],
        },
      ],
    },
  },
  {
    files: [
      'src/config/**/*.ts',
      'test/**/*.ts',
      'scripts/**/*.ts',
      'bench/**/*.ts',
      'examples/**/*.ts',
      'clients/*/examples/*.ts',
    ],
    rules: { 'no-restricted-syntax': 'off' },
  },
  {
    // The classes that they make get their fields from a declaration.
    files: ['src/fields/shapes.ts', 'src/modules/notify/fields/requests.ts'],
    rules: { '@typescript-eslint/no-extraneous-class': 'off' },
  },
  {
    // A language of the console is one file.
    files: ['test/**/*.ts', '**/src/**/*.test.ts', 'console/src/language/messages/*.ts'],
    rules: { 'max-lines': 'off' },
  },
);
