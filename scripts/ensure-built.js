/**
 * Compiles each file of the service and of its TypeScript client that is newer than its output in dist/, copies the other
 * files that the service reads, and deletes outputs whose source is gone. swc strips the types; `npm run check` checks
 * them. Then builds the console if a source of it is newer. A finished build on a read-only disk is left alone.
 * `--if-possible` exits with 0 if the compiler, a development dependency, is not installed.
 */
import { copyFileSync, mkdirSync, readdirSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { basename, dirname, join, relative } from 'node:path';
import { buildConsole } from './build-console.js';

const root = join(import.meta.dirname, '..');
const client = join(root, 'clients', 'typescript');

/** Each folder of sources with the folder of its outputs. */
const builds = [
  { src: join(root, 'src'), dist: join(root, 'dist') },
  { src: join(client, 'src'), dist: join(client, 'dist') },
  { src: join(client, 'examples'), dist: join(client, 'dist', 'examples') },
];

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
const isSource = (path) => isAsset(path) || /(?<!\.test|\.d)\.ts$/.test(path);
const steps = builds.flatMap(({ src, dist }) =>
  filesIn(src)
    .filter(isSource)
    .map((source) => ({ source, output: join(dist, relative(src, source)).replace(/\.ts$/, '.js') })),
);
const outputs = new Set(steps.map(({ output }) => output));
const recipeAt = Math.max(
  ...['package.json', 'scripts/ensure-built.js'].map((path) => changedAt(join(root, path))),
);
const stale = steps.filter(({ source, output }) => changedAt(output) < Math.max(changedAt(source), recipeAt));
/** `npm run build` of the client writes declarations beside the outputs. */
const outputOf = (path) => path.replace(/\.map$/, '').replace(/\.d\.ts$/, '.js');
const orphans = [join(root, 'dist'), join(client, 'dist')]
  .flatMap(filesIn)
  .filter((path) => !outputs.has(outputOf(path)));

async function loadCompiler() {
  try {
    return await import('@swc/core');
  } catch {
    return null;
  }
}

async function compile(swc, { source, output }) {
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
    await Promise.all(stale.map((step) => compile(swc, step)));
  } else if (!process.argv.includes('--if-possible')) {
    console.error(
      'dist/ is not built, and the tools to build it are development dependencies: run npm install.',
    );
    process.exitCode = 1;
  }
}

await buildConsole();
