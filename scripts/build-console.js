/** Builds the console with Vite into console/dist, if the present build is older than a source. */
import { readdirSync, statSync } from 'node:fs';
import { join } from 'node:path';
import shared from './console-modules.json' with { type: 'json' };

const root = join(import.meta.dirname, '..');
const folder = join(root, 'console');

/** The files and folders that a build is made from; the OpenAPI document has the rules of the forms. */
const sources = [
  ...['index.html', 'package.json', 'tsconfig.json', 'vite.config.ts', 'build', 'public', 'src'].map((name) =>
    join('console', name),
  ),
  join('clients', 'typescript', 'src'),
  ...Object.values(shared).flat(),
  join('openapi', 'directory.json'),
  join('scripts', 'build-console.js'),
];

/** Returns the time of the last change in a file or a folder, 0 if there is none; a folder changes when a file in it is deleted. */
function lastChangeIn(path) {
  const stats = statSync(path, { throwIfNoEntry: false });
  if (stats?.isDirectory() !== true) return stats?.mtimeMs ?? 0;
  const entries = readdirSync(path, { withFileTypes: true }).filter(({ name }) => !name.includes('.test.'));
  return Math.max(stats.mtimeMs, ...entries.map(({ name }) => lastChangeIn(join(path, name))));
}

async function loadVite() {
  try {
    return await import('vite');
  } catch {
    return null;
  }
}

/** Does nothing without Vite, a development dependency: the service works without the console and says so there. */
export async function buildConsole() {
  const lastChange = Math.max(...sources.map((source) => lastChangeIn(join(root, source))));
  if (lastChangeIn(join(folder, 'dist', 'index.html')) >= lastChange) return;
  const vite = await loadVite();
  if (vite === null) return;
  await vite.build({ root: folder, configFile: join(folder, 'vite.config.ts'), logLevel: 'warn' });
}
