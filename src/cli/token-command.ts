import { readConfig } from '../config/config.js';
import { findDevelopmentIdentity, identityIds } from '../development-server/development-identities.js';
import { signDevelopmentToken } from '../development-server/sign-development-token.js';
import { CommandError } from './command-error.js';

/** Prints an access token of the development server and nothing else. */
export async function tokenCommand(identity: string): Promise<void> {
  const { auth, dataDir } = readConfig();
  if (!auth.isDevelopmentServer) {
    throw new CommandError(
      `AUTH_ISSUER is set: tokens come from ${auth.issuer}, not from the development server.`,
    );
  }
  if (findDevelopmentIdentity(identity) === null) {
    throw new CommandError(
      `The development server has no identity "${identity}". Use one of: ${identityIds().join(', ')}.`,
    );
  }
  const { issuer, audience } = auth;
  process.stdout.write(`${await signDevelopmentToken({ issuer, audience, dataDir, identity })}\n`);
}
