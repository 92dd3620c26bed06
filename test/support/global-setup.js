import { spawnSync } from 'node:child_process';
import { mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import pg from 'pg';

/**
 * Starts one real PostgreSQL engine for the run and migrates a template that every test file copies. Plain JavaScript
 * over the built service, because jest resolves a global set-up without its own module mapping.
 */
export default async function globalSetup() {
  const root = join(import.meta.dirname, '..', '..');
  const build = spawnSync(process.execPath, [join(root, 'scripts', 'ensure-built.js')], { stdio: 'inherit' });
  if (build.status !== 0) throw new Error('the service does not build');
  const { openEmbeddedServer } = await import('../../dist/database/embedded/embedded-server.js');
  const { migrate } = await import('../../dist/database/migrate.js');
  const { schemas } = await import('../../dist/modules/apis.js');

  const dataDir = mkdtempSync(join(tmpdir(), 'organisations-directory-test-'));
  const server = await openEmbeddedServer(dataDir, () => undefined);
  const evidence = mkdtempSync(join(tmpdir(), 'organisations-directory-evidence-'));
  globalThis.testEngine = { dataDir, server, evidence };
  process.env.TEST_EVIDENCE_DIR = evidence;
  const passwords = [server.url, server.serviceUrl].map((url) => JSON.stringify(new URL(url).password));
  writeFileSync(join(evidence, 'secrets-engine.txt'), `${passwords.join('\n')}\n`);
  process.env.TEST_ENGINE_URL = server.url;
  process.env.TEST_ENGINE_SERVICE_URL = server.serviceUrl;
  const client = new pg.Client({ connectionString: server.url });
  await client.connect();
  // These settings trade safety in a power cut for faster commits.
  await client.query('ALTER SYSTEM SET fsync = off');
  await client.query('SELECT pg_reload_conf()');
  await client.query('CREATE DATABASE migrated');
  await client.end();
  const template = new URL(server.url);
  template.pathname = '/migrated';
  await migrate(template.href, schemas);
}
