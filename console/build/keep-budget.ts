import { gzipSync } from 'node:zlib';
import type { Plugin, Rollup } from 'vite';

/** Max gzip bytes of the scripts that a page loads before a person can use it. */
const maxFirstLoadBytes = 100_000;

/** Fails the build if the scripts of the first load are over the budget. */
export function keepBudget(): Plugin {
  return {
    name: 'keep-budget',
    apply: 'build',
    generateBundle(_options, bundle) {
      const bytes = firstLoadBytes(bundle);
      if (bytes > maxFirstLoadBytes)
        this.error(
          `The first load has ${bytes} bytes of compressed script; the budget is ${maxFirstLoadBytes}. Load a page or a library lazily.`,
        );
      this.info(`first load: ${bytes} bytes of compressed script of ${maxFirstLoadBytes}`);
    },
  };
}

/** Returns the gzip size of the entry, of the chunks that it imports statically, and of the largest page with its own. */
function firstLoadBytes(bundle: Rollup.OutputBundle): number {
  const entry = Object.values(bundle).find((chunk) => chunk.type === 'chunk' && chunk.isEntry);
  if (entry?.type !== 'chunk') throw new Error('The build has no entry.');
  const shared = withImports(bundle, entry.fileName);
  const pages = entry.dynamicImports.map((page) => without(withImports(bundle, page), shared));
  const size = (names: Set<string>): number =>
    [...names].reduce((sum, name) => sum + gzipBytes(bundle, name), 0);
  return size(shared) + Math.max(0, ...pages.map(size));
}

function withImports(bundle: Rollup.OutputBundle, fileName: string, seen = new Set<string>()): Set<string> {
  if (seen.has(fileName)) return seen;
  seen.add(fileName);
  const chunk = bundle[fileName];
  if (chunk?.type === 'chunk') for (const name of chunk.imports) withImports(bundle, name, seen);
  return seen;
}

function gzipBytes(bundle: Rollup.OutputBundle, fileName: string): number {
  const chunk = bundle[fileName];
  return chunk?.type === 'chunk' ? gzipSync(chunk.code, { level: 9 }).length : 0;
}

/** `Set.prototype.difference` needs Node 22. */
function without(names: Set<string>, others: Set<string>): Set<string> {
  return new Set([...names].filter((name) => !others.has(name)));
}
