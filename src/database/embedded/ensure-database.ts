import { Client, DatabaseError } from 'pg';

/** The one database of the embedded server. */
export const EMBEDDED_DATABASE = 'organisations';

/** Whom the service logs in as: not the owner, so that it can neither change the schema nor rewrite the history. */
export const SERVICE_ROLE = 'directory_service';

// Starting up, shutting down, stopped by an administrator or after a crash, all connections taken.
const NOT_NOW = ['57P01', '57P02', '57P03', '53300'];

/**
 * Makes sure that a server answers and holds the service's database and role. False when it does not answer now but may later.
 * @param serverUrl URL of the server without a database, such as `postgres://user:password@127.0.0.1:5432`
 * @throws DatabaseError when it answers but refuses, such as for a wrong password
 */
export async function ensureDatabase(serverUrl: string): Promise<boolean> {
  const client = new Client({ connectionString: `${serverUrl}/postgres`, connectionTimeoutMillis: 5_000 });
  // A connection that breaks makes the statement fail; without a listener it would end the whole process too.
  client.on('error', () => undefined);
  try {
    await client.connect();
    const found = await client.query('SELECT FROM pg_database WHERE datname = $1', [EMBEDDED_DATABASE]);
    if (found.rowCount === 0) await client.query(`CREATE DATABASE ${EMBEDDED_DATABASE}`);
    const role = await client.query('SELECT FROM pg_roles WHERE rolname = $1', [SERVICE_ROLE]);
    if (role.rowCount === 0) {
      const password = client.escapeLiteral(new URL(serverUrl).password);
      await client.query(`CREATE ROLE ${SERVICE_ROLE} LOGIN PASSWORD ${password}`);
    }
    return true;
  } catch (error) {
    if (!(error instanceof DatabaseError) || NOT_NOW.includes(error.code ?? '')) return false;
    throw error;
  } finally {
    await client.end();
  }
}
