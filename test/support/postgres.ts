import { randomBytes } from 'node:crypto';
import pg from 'pg';
import { closeOnce } from './left-open.js';

/** URL of the engine that the global set-up started for this run. */
function engineUrl(): URL {
  const url = process.env.TEST_ENGINE_URL;
  if (url === undefined) throw new Error('the global set-up did not start a database engine');
  return new URL(url);
}

/** A database of its own for one test file. */
export interface TestDatabase {
  /** URL of the owner of the tables. */
  readonly url: string;
  /** URL of the service's role. */
  readonly serviceUrl: string;
  /** Runs SQL without the service, as an operator with psql would. */
  query<Row extends pg.QueryResultRow>(sql: string, values?: unknown[]): Promise<Row[]>;
  drop(): Promise<void>;
}

/** Returns a fresh copy of the migrated template; `template: null` creates an empty database. */
export async function createTestDatabase(template: string | null = 'migrated'): Promise<TestDatabase> {
  const name = `test_${randomBytes(6).toString('hex')}`;
  await query(engineUrl().href, `CREATE DATABASE ${name} TEMPLATE ${template ?? 'template0'}`);
  const url = engineUrl();
  url.pathname = `/${name}`;
  const pool = new pg.Pool({ connectionString: url.href, max: 2 });
  pool.on('error', () => undefined);
  const serviceUrl = new URL(process.env.TEST_ENGINE_SERVICE_URL ?? '');
  serviceUrl.pathname = url.pathname;
  return {
    url: url.href,
    serviceUrl: serviceUrl.href,
    async query<Row extends pg.QueryResultRow>(sql: string, values: unknown[] = []) {
      const result = await pool.query<Row>(sql, values);
      return result.rows;
    },
    drop: closeOnce(async () => {
      await pool.end();
      await query(engineUrl().href, `DROP DATABASE ${name} WITH (FORCE)`);
    }),
  };
}

/** Runs one statement on a new connection. */
export async function query(url: string, sql: string): Promise<Record<string, unknown>[]> {
  const client = new pg.Client({ connectionString: url });
  // The server may be killed while the client is connected.
  client.on('error', () => undefined);
  await client.connect();
  try {
    return (await client.query<Record<string, unknown>>(sql)).rows;
  } finally {
    await client.end();
  }
}
