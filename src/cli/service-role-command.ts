import { randomBytes } from 'node:crypto';
import { readConfig } from '../config/config.js';
import { migrate } from '../database/data-source.js';
import { DatabaseSession } from '../database/database-session.js';
import { scramVerifier } from '../database/roles/scram-verifier.js';
import { SERVICE_ROLE, ServiceRoleRepository } from '../database/roles/service-role.repository.js';
import { schemas } from '../modules/apis.js';
import { CommandError } from './command-error.js';

const passwordBytes = 24;
const roles = new ServiceRoleRepository();

/**
 * Makes the role that the service runs as in an operator's own database, or gives it a new password, grants it what the
 * service needs and no more, and prints the URL for the service. The password is kept nowhere else.
 */
export async function serviceRoleCommand(options: { newPassword: boolean }): Promise<void> {
  const { databaseUrl } = readConfig();
  if (databaseUrl === null) {
    throw new CommandError(
      'The embedded database has its role already; set DATABASE_URL to the URL of an owner.',
    );
  }
  const password = randomBytes(passwordBytes).toString('base64url');
  const session = await DatabaseSession.open(databaseUrl);
  try {
    await save(session, scramVerifier(password), options.newPassword);
  } finally {
    await session.close();
  }
  await migrate(databaseUrl, schemas);
  const url = new URL(databaseUrl);
  url.username = SERVICE_ROLE;
  url.password = password;
  process.stdout.write(`DATABASE_URL of the service: ${url.href}\n`);
}

async function save(session: DatabaseSession, verifier: string, isNewPassword: boolean): Promise<void> {
  const isThere = await roles.exists(session);
  if (isThere && !isNewPassword) {
    throw new CommandError(
      `The role ${SERVICE_ROLE} is there already; --new-password gives it another password, migrate mends its rights.`,
    );
  }
  try {
    await (isThere ? roles.setPassword(session, verifier) : roles.create(session, verifier));
  } catch (error) {
    if (!isRefused(error)) throw error;
    throw new CommandError(
      `The role of DATABASE_URL may not do that. Let an administrator of the server run ` +
        `"CREATE ROLE ${SERVICE_ROLE} LOGIN" and give it a password with psql's \\password; then run migrate.`,
    );
  }
}

/** 42501 insufficient_privilege */
function isRefused(error: unknown): boolean {
  return error instanceof Error && 'code' in error && error.code === '42501';
}
