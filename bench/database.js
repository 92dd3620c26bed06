/** The PostgreSQL server of a run, and its databases. */
import { mkdirSync } from 'node:fs';
import { totalmem } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import pg from 'pg';
import { atEnd } from './undo.js';

const lookEveryMs = 100;
/** The settings of docs/operations/scaling.md for a large directory; all others are PostgreSQL's defaults. */
const settings = {
  shared_buffers: `${Math.floor(Math.min(4_096, totalmem() / 2 ** 20 / 4))}MB`,
  max_wal_size: '4GB',
};

/**
 * Starts a private server in the run's folder with the embedded database's programs, or uses the given server. The
 * service logs in as its own role on a private server, otherwise as the given role.
 */
export async function openServer(databaseUrl, folder) {
  const { place, ownerUrl, serviceUrl } =
    databaseUrl === null ? await startPrivateServer(folder) : givenServer(databaseUrl);
  const client = new pg.Client({ connectionString: ownerUrl });
  await client.connect();
  atEnd(() => client.end());
  const { rows } = await client.query('SHOW server_version');
  return {
    version: rows[0].server_version,
    place,
    /** Waits for abandoned statements to end: 32 times `count(*)` runs for seconds. */
    async untilIdle() {
      for (;;) {
        const { rows } = await client.query(
          `SELECT FROM pg_stat_activity WHERE state = 'active' AND pid <> pg_backend_pid()`,
        );
        if (rows.length === 0) return;
        await sleep(lookEveryMs);
      }
    },
    async createDatabase(purpose) {
      const name = `organisations_bench_${purpose}_${process.pid}`;
      await client.query(`CREATE DATABASE ${name}`);
      atEnd(() => client.query(`DROP DATABASE IF EXISTS ${name} WITH (FORCE)`));
      const { migrate } = await import('../dist/database/migrate.js');
      const { schemas } = await import('../dist/modules/apis.js');
      const url = withDatabase(ownerUrl, name);
      await migrate(url, schemas);
      return {
        name,
        url,
        serviceUrl: withDatabase(serviceUrl, name),
        query: (...query) => queryOnce(url, ...query),
      };
    },
  };
}

async function startPrivateServer(folder) {
  const { openEmbeddedServer } = await import('../dist/database/embedded/embedded-server.js');
  const dataDir = join(folder, 'postgresql');
  mkdirSync(dataDir);
  const untuned = await openEmbeddedServer(dataDir, () => undefined);
  for (const [name, value] of Object.entries(settings)) {
    await queryOnce(untuned.url, `ALTER SYSTEM SET ${name} = '${value}'`);
  }
  await untuned.close();
  const server = await openEmbeddedServer(dataDir, () => undefined);
  atEnd(() => server.close());
  return {
    place: `private, ${Object.entries(settings)
      .map((setting) => setting.join(' = '))
      .join(', ')}`,
    ownerUrl: server.url,
    serviceUrl: server.serviceUrl,
  };
}

function givenServer(url) {
  return { place: 'the one of BENCH_DATABASE_URL', ownerUrl: url, serviceUrl: url };
}

function withDatabase(url, name) {
  const other = new URL(url);
  other.pathname = `/${name}`;
  return other.href;
}

/** Runs one statement on a new connection without a time limit. */
async function queryOnce(url, sql, values) {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  try {
    return (await client.query(sql, values)).rows;
  } finally {
    await client.end();
  }
}
