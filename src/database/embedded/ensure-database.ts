import { createHmac } from 'node:crypto';
import { Client, DatabaseError } from 'pg';
import { scramVerifier } from '../roles/scram-verifier.js';
import { SERVICE_ROLE } from '../roles/service-role.repository.js';

/** The one database of the embedded server. */
export const EMBEDDED_DATABASE = 'organisations';

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
    if (role.rowCount === 0) await client.query(`CREATE ROLE ${SERVICE_ROLE} LOGIN`);
    const verifier = scramVerifier(servicePasswordOf(new URL(serverUrl).password));
    await client.query(`ALTER ROLE ${SERVICE_ROLE} PASSWORD '${verifier}'`);
    return true;
  } catch (error) {
    if (!(error instanceof DatabaseError) || NOT_NOW.includes(error.code ?? '')) return false;
    throw error;
  } finally {
    await client.end();
  }
}

/** The password of the service's role: whoever learns it does not know the owner's, from which it is made. */
export function servicePasswordOf(ownerPassword: string): string {
  return createHmac('sha256', ownerPassword).update(SERVICE_ROLE).digest('base64url');
}
