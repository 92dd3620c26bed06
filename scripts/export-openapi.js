/** Writes the OpenAPI documents, as the service serves them with its defaults, to openapi/. Needs no database. */
import { spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { format } from 'oxfmt';

const root = join(import.meta.dirname, '..');
const build = spawnSync(process.execPath, [join(root, 'scripts', 'ensure-built.js')], { stdio: 'inherit' });
if (build.status !== 0) process.exit(1);

const { createApp } = await import('../dist/create-app.js');
const { readConfig } = await import('../dist/config/config.js');
const { apis } = await import('../dist/modules/apis.js');
const dataDir = mkdtempSync(join(tmpdir(), 'organisations-directory-openapi-'));
const app = await createApp(
  readConfig({ DATA_DIR: dataDir, LOG_LEVEL: 'silent' }),
  'postgres://127.0.0.1:1/none',
);
mkdirSync(join(root, 'openapi'), { recursive: true });
for (const { name } of apis) {
  const { body } = await app.inject({ method: 'GET', url: `/openapi/${name}.json` });
  const file = join(root, 'openapi', `${name}.json`);
  const { code } = await format(file, body, { printWidth: 200 });
  writeFileSync(file, code);
}
await app.close();
rmSync(dataDir, { recursive: true });
