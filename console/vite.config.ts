import { fileURLToPath } from 'node:url';
import { defineConfig } from 'vite';
import { compressOutput } from './build/compress-output.ts';
import { countryCodes } from './build/country-codes.ts';
import { keepBudget } from './build/keep-budget.ts';
import { openapiRules } from './build/openapi-rules.ts';

export default defineConfig({
  root: import.meta.dirname,
  // Relative to the `<base>` of the page, which the service sets to the path below which clients reach it.
  base: './',
  plugins: [openapiRules(), countryCodes(), keepBudget(), compressOutput()],
  // The sources of the client, so that a change there needs no build of its own.
  resolve: {
    alias: {
      'organisations-directory-client': fileURLToPath(
        new URL('../clients/typescript/src/index.ts', import.meta.url),
      ),
    },
  },
  esbuild: { jsx: 'automatic', jsxImportSource: 'preact' },
  build: {
    target: 'es2022',
    // The CSP allows `data:` for logos only; a font or script as `data:` would be blocked.
    assetsInlineLimit: 0,
    modulePreload: { polyfill: false },
    sourcemap: false,
  },
});
