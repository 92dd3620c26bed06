import { randomBytes } from 'node:crypto';
import { readConfig } from '../config/config.js';
import { migrate } from '../database/migrate.js';
import { DatabaseSession } from '../database/database-session.js';
import { scramVerifier } from '../database/roles/scram-verifier.js';
import { SERVICE_ROLE, ServiceRoleRepository } from '../database/roles/service-role.repository.js';
import { schemas } from '../modules/apis.js';
import { commandOrigin } from '../security-events/event-origin.js';
import { commandEvents } from './command-events.js';
import { CommandError } from './command-error.js';

const passwordBytes = 24;
const roles = new ServiceRoleRepository();

/**
 * Creates the service's role in the operator's own database, or changes its password, and grants it the rights that the
 * service needs. The password is SERVICE_ROLE_PASSWORD; without this setting it is random, and the URL for the service,
 * which is printed, has the only copy.
 */
export async function serviceRoleCommand(options: { newPassword: boolean }): Promise<void> {
  const { databaseUrl, serviceRolePassword } = readConfig();
  if (databaseUrl === null) {
    throw new CommandError(
      'The embedded database already has its role. For your own database, set DATABASE_URL to the URL of its owner.',
    );
  }
  const password = serviceRolePassword ?? randomBytes(passwordBytes).toString('base64url');
  const session = await DatabaseSession.open(databaseUrl);
  try {
    await save(session, scramVerifier(password), options.newPassword || serviceRolePassword !== null);
    commandEvents().record('database.role_changed', commandOrigin, { role: SERVICE_ROLE });
  } finally {
    await session.close();
  }
  await migrate(databaseUrl, schemas);
  if (serviceRolePassword !== null) {
    process.stdout.write(`The role ${SERVICE_ROLE} has the password of SERVICE_ROLE_PASSWORD.\n`);
    return;
  }
  const url = new URL(databaseUrl);
  url.username = SERVICE_ROLE;
  url.password = password;
  process.stdout.write(`DATABASE_URL of the service: ${url.href}\n`);
}

async function save(session: DatabaseSession, verifier: string, isNewPassword: boolean): Promise<void> {
  const exists = await roles.exists(session);
  if (exists && !isNewPassword) {
    throw new CommandError(
      `The role ${SERVICE_ROLE} already exists. Change its password with --new-password, or renew its rights with migrate.`,
    );
  }
  try {
    await (exists ? roles.setPassword(session, verifier) : roles.create(session, verifier));
  } catch (error) {
    if (!isRefused(error)) throw error;
    throw new CommandError(
      `The role of DATABASE_URL may not create or change roles. Let an administrator of the server run ` +
        `"CREATE ROLE ${SERVICE_ROLE} LOGIN" and set its password with psql's \\password; then run migrate.`,
    );
  }
}

/** 42501 insufficient_privilege */
function isRefused(error: unknown): boolean {
  return error instanceof Error && 'code' in error && error.code === '42501';
}
