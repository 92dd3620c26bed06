/** Writes the types of the TypeScript client from openapi/directory.json. An argument names another file. */
import { spawnSync } from 'node:child_process';
import { join } from 'node:path';

const root = join(import.meta.dirname, '..');
const file = process.argv[2] ?? join(root, 'clients', 'typescript', 'src', 'openapi.ts');
const program = join(root, 'node_modules', 'openapi-typescript', 'bin', 'cli.js');
const { status } = spawnSync(
  process.execPath,
  [program, join(root, 'openapi', 'directory.json'), '-o', file],
  // redocly.yaml at the root would name other documents.
  { cwd: join(root, 'clients', 'typescript'), stdio: ['ignore', 'ignore', 'inherit'] },
);
process.exitCode = status ?? 1;
