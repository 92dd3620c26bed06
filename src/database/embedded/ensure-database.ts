import { createHmac } from 'node:crypto';
import { Client, DatabaseError } from 'pg';
import { scramVerifier } from '../roles/scram-verifier.js';
import { SERVICE_ROLE } from '../roles/service-role.repository.js';

const databaseName = 'organisations';
/** PostgreSQL codes of a server that starts, stops or has no free connection. */
const passingCodes = ['57P01', '57P02', '57P03', '53300'];

/**
 * Creates the service's database and role if they are missing. Returns false if the server does not answer yet.
 * @param serverUrl URL of the server without a database, such as `postgres://user:password@127.0.0.1:5432`
 * @throws DatabaseError when the server refuses, for example a wrong password
 */
export async function ensureDatabase(serverUrl: string): Promise<boolean> {
  const client = new Client({ connectionString: `${serverUrl}/postgres`, connectionTimeoutMillis: 5_000 });
  // A broken connection makes the statement fail; without a listener it would also end the process.
  client.on('error', () => undefined);
  try {
    await client.connect();
    const found = await client.query('SELECT FROM pg_database WHERE datname = $1', [databaseName]);
    if (found.rowCount === 0) await client.query(`CREATE DATABASE ${databaseName}`);
    const role = await client.query('SELECT FROM pg_roles WHERE rolname = $1', [SERVICE_ROLE]);
    if (role.rowCount === 0) await client.query(`CREATE ROLE ${SERVICE_ROLE} LOGIN`);
    const verifier = scramVerifier(servicePasswordOf(new URL(serverUrl).password));
    await client.query(`ALTER ROLE ${SERVICE_ROLE} PASSWORD '${verifier}'`);
    return true;
  } catch (error) {
    if (!(error instanceof DatabaseError) || passingCodes.includes(error.code ?? '')) return false;
    throw error;
  } finally {
    await client.end();
  }
}

/** Returns the database's URL for its owner and for the service's role. */
export function databaseUrls(serverUrl: string): { url: string; serviceUrl: string } {
  const url = new URL(`${serverUrl}/${databaseName}`);
  const serviceUrl = new URL(url);
  serviceUrl.username = SERVICE_ROLE;
  serviceUrl.password = servicePasswordOf(url.password);
  return { url: url.href, serviceUrl: serviceUrl.href };
}

/** Derives the service role's password from the owner's, which can't be derived from it. */
function servicePasswordOf(ownerPassword: string): string {
  return createHmac('sha256', ownerPassword).update(SERVICE_ROLE).digest('base64url');
}
