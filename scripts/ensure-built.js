/**
 * Compiles each file of src that is newer than its output in dist/, copies the other files that the service reads, and
 * deletes outputs whose source is gone. swc strips the types; `npm run check` checks them. A finished build on a read-only disk is left alone. `--if-possible` exits with
 * 0 if the compiler, a development dependency, is not installed.
 */
import { copyFileSync, mkdirSync, readdirSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { basename, dirname, join, relative } from 'node:path';

const root = join(import.meta.dirname, '..');
const [src, dist] = [join(root, 'src'), join(root, 'dist')];
const outputOf = (source) => join(dist, relative(src, source)).replace(/\.ts$/, '.js');

/** 0 for a file that does not exist. */
const changedAt = (path) => statSync(path, { throwIfNoEntry: false })?.mtimeMs ?? 0;

function filesIn(folder) {
  if (changedAt(folder) === 0) return [];
  return readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name));
}

/** The compiler options of tsconfig.json as swc names them. */
const options = {
  swcrc: false,
  sourceMaps: true,
  jsc: {
    target: 'es2023',
    parser: { syntax: 'typescript', decorators: true, dynamicImport: true },
    transform: { legacyDecorator: true, decoratorMetadata: true, useDefineForClassFields: false },
    keepClassNames: true,
  },
  module: { type: 'es6' },
};

const isAsset = (path) => /\.(?:css|html|ico|js|json|svg)$/.test(path);
const sources = filesIn(src).filter((path) => isAsset(path) || /(?<!\.test|\.d)\.ts$/.test(path));
const outputs = new Set(sources.map(outputOf));
const recipeAt = Math.max(
  ...['package.json', 'scripts/ensure-built.js'].map((path) => changedAt(join(root, path))),
);
const stale = sources.filter((path) => changedAt(outputOf(path)) < Math.max(changedAt(path), recipeAt));
const orphans = filesIn(dist).filter((path) => !outputs.has(path.replace(/\.map$/, '')));

async function loadCompiler() {
  try {
    return await import('@swc/core');
  } catch {
    return null;
  }
}

async function compile(swc, source) {
  const output = outputOf(source);
  mkdirSync(dirname(output), { recursive: true });
  if (isAsset(source)) {
    copyFileSync(source, output);
    return;
  }
  const { code, map } = await swc.transformFile(source, {
    ...options,
    filename: source,
    sourceFileName: relative(dirname(output), source),
  });
  writeFileSync(`${output}.map`, map);
  writeFileSync(output, `${code}//# sourceMappingURL=${basename(output)}.map\n`);
}

if (stale.length + orphans.length > 0) {
  const swc = await loadCompiler();
  if (swc !== null) {
    for (const path of orphans) rmSync(path);
    await Promise.all(stale.map((source) => compile(swc, source)));
  } else if (!process.argv.includes('--if-possible')) {
    console.error(
      'dist/ is not built, and the tools to build it are development dependencies: run npm install.',
    );
    process.exitCode = 1;
  }
}
