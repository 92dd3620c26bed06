/** Prepares every run: a build, a folder, a PostgreSQL server, an issuer, a load generator. */
import { spawnSync } from 'node:child_process';
import { chmodSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { compilePeers } from './compile-peers.js';
import { openServer } from './database.js';
import { Databases } from './databases.js';
import { startIssuer } from './issuer.js';
import { LoadGenerator } from './load.js';
import { generatorCore } from './machine.js';
import { root } from './root.js';
import { Servers } from './servers.js';
import { tell } from './tell.js';
import { atEnd } from './undo.js';

/** @param {{ rows: number, databaseUrl?: string }} options */
export async function prepare({ rows, databaseUrl }) {
  tell('building');
  const build = spawnSync(process.execPath, [join(root, 'scripts', 'ensure-built.js')], {
    stdio: ['ignore', 2, 2],
  });
  if (build.status !== 0) throw new Error('The service can not be built.');
  const folder = mkdtempSync(join(tmpdir(), 'organisations-directory-bench-'));
  // PostgreSQL refuses to run as root and must read its data as another user.
  chmodSync(folder, 0o755);
  atEnd(() => rmSync(folder, { recursive: true, force: true, maxRetries: 5 }));
  const server = await openServer(databaseUrl, folder);
  const issuer = await startIssuer();
  const databases = new Databases({ server, folder, rows });
  const servers = new Servers({ folder, peers: compilePeers(folder), issuer, databases });
  const load = new LoadGenerator(folder, issuer.adminToken, generatorCore);
  return { folder, server, issuer, databases, servers, load };
}
